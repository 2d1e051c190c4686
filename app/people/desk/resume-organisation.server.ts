import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** Ends a suspension. */
export async function resumeOrganisation(viewer: Viewer, orgId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const [org] = await tx.$queryRaw<{ name: string; suspendedAt: Date | null }[]>`
      SELECT name, "suspendedAt" FROM "Organisation" WHERE id = ${orgId}::uuid AND "closedAt" IS NULL FOR UPDATE`;
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "organisation.resume", subject: { type: "organisation", id: orgId }, reason }, now);
    if (!org) throw new Refusal("notFound");
    if (!org.suspendedAt) throw new Refusal("wrongState");
    await tx.organisation.update({ where: { id: orgId }, data: { suspendedAt: null, suspensionReason: null } });
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(
      tx,
      { entity: "organisation", entityId: orgId, from: "SUSPENDED", to: "OPEN", verb: "resumeOrganisation", actor, reason },
      now,
    );
    await notifyOrg(
      tx,
      orgId,
      "org:manage",
      { kind: "people.notice.orgResumed", params: { org: org.name }, href: `/organisations/${orgId}` },
      now,
    );
  });
}
