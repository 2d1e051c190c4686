import { disconnectPerson } from "#app/live/live.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** Signs a person out everywhere and lets them in no more; their organisation of one is suspended with them. Operators do not suspend each other. */
export async function suspendPerson(viewer: Viewer, userId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    await tx.$queryRaw`
      SELECT o.id FROM "Organisation" o JOIN "Member" m ON m."orgId" = o.id WHERE m."userId" = ${userId}::uuid AND o.kind = 'PERSON' ORDER BY o.id FOR UPDATE OF o`;
    const [user] = await tx.$queryRaw<{ operator: boolean; suspendedAt: Date | null }[]>`
      SELECT operator, "suspendedAt" FROM "User" WHERE id = ${userId}::uuid AND "closedAt" IS NULL FOR UPDATE`;
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "person.suspend", subject: { type: "user", id: userId }, reason }, now);
    if (!user) throw new Refusal("notFound");
    if (user.operator) throw new Refusal("notAllowed");
    if (user.suspendedAt) throw new Refusal("wrongState");
    await tx.user.update({ where: { id: userId }, data: { suspendedAt: now } });
    await tx.session.deleteMany({ where: { userId } });
    afterCommit(tx, () => disconnectPerson(userId));
    await tx.organisation.updateMany({
      where: { kind: "PERSON", suspendedAt: null, members: { some: { userId } } },
      data: { suspendedAt: now, suspensionReason: reason },
    });
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(
      tx,
      { entity: "user", entityId: userId, from: "OPEN", to: "SUSPENDED", verb: "suspendPerson", actor, reason },
      now,
    );
  });
}
