import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

type Act = {
  act: string;
  subject: { type: string; id: string };
  reason?: string | null;
  details?: Record<string, string | number | boolean | null>;
};

/** Every act of an operator begins here: only an operator gets past it, and the append-only log has it in the act's own transaction. */
export async function operatorAct(tx: Tx, viewer: Viewer, { act, subject, reason, details }: Act, now: Date): Promise<void> {
  const operator = await tx.user.findFirst({
    where: { id: viewer.userId, operator: true, suspendedAt: null, closedAt: null },
    select: { id: true },
  });
  if (!operator) throw new Refusal("notFound");
  await tx.operatorAct.create({
    data: {
      operatorId: viewer.userId,
      act,
      subjectType: subject.type,
      subjectId: subject.id,
      reason: reason ?? null,
      details: details ?? undefined,
      at: now,
    },
  });
}
