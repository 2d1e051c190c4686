import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** Lets a suspended person and their organisation of one back in. */
export async function resumePerson(viewer: Viewer, userId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    await tx.$queryRaw`
      SELECT o.id FROM "Organisation" o JOIN "Member" m ON m."orgId" = o.id WHERE m."userId" = ${userId}::uuid AND o.kind = 'PERSON' ORDER BY o.id FOR UPDATE OF o`;
    const [user] = await tx.$queryRaw<{ suspendedAt: Date | null }[]>`
      SELECT "suspendedAt" FROM "User" WHERE id = ${userId}::uuid AND "closedAt" IS NULL FOR UPDATE`;
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "person.resume", subject: { type: "user", id: userId }, reason }, now);
    if (!user) throw new Refusal("notFound");
    if (!user.suspendedAt) throw new Refusal("wrongState");
    await tx.user.update({ where: { id: userId }, data: { suspendedAt: null } });
    await tx.organisation.updateMany({
      where: { kind: "PERSON", members: { some: { userId } } },
      data: { suspendedAt: null, suspensionReason: null },
    });
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(
      tx,
      { entity: "user", entityId: userId, from: "SUSPENDED", to: "OPEN", verb: "resumePerson", actor, reason },
      now,
    );
  });
}
