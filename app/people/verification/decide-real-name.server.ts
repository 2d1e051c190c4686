import { allows } from "#app/flow.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { openId } from "#app/people/verification/id-box.server.ts";
import { type RealNameState, realNameFlow } from "#app/people/verification/real-name.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

type Decision = { decision: "approve" | "reject"; reason: string };
type Request = { id: string; orgId: string; state: RealNameState; legalName: string; idNumber: string };

/** An operator's answer to a request, once. Approving makes the organisation verified under its legal name. */
export async function decideRealName(viewer: Viewer, requestId: string, { decision, reason }: Decision): Promise<void> {
  await transact(async (tx) => {
    const [asked] = await tx.$queryRaw<{ orgId: string }[]>`SELECT "orgId" FROM "RealNameRequest" WHERE id = ${requestId}::uuid`;
    if (!asked) throw new Refusal("notFound");
    const [org] = await tx.$queryRaw<
      { kind: "PERSON" | "COMPANY" }[]
    >`SELECT kind FROM "Organisation" WHERE id = ${asked.orgId}::uuid FOR UPDATE`;
    const [request] = await tx.$queryRaw<Request[]>`
      SELECT id, "orgId", state::text, "legalName", "idNumber" FROM "RealNameRequest" WHERE id = ${requestId}::uuid FOR UPDATE`;
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: `realName.${decision}`, subject: { type: "organisation", id: asked.orgId }, reason }, now);
    if (!org || !request || !allows(realNameFlow, decision, request.state)) throw new Refusal("wrongState");
    const { to } = realNameFlow[decision];
    await tx.realNameRequest.update({
      where: { id: requestId },
      data: { state: to, decidedById: viewer.userId, decidedAt: now, reason: reason || null },
    });
    if (decision === "approve") await verify(tx, org.kind, request, now);
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(tx, { entity: "realName", entityId: requestId, from: request.state, to, verb: decision, actor, reason }, now);
    const kind = decision === "approve" ? "people.notice.verified" : "people.notice.notVerified";
    await notifyOrg(
      tx,
      asked.orgId,
      "org:manage",
      { kind, params: { name: request.legalName, reason }, href: `/organisations/${asked.orgId}/verification` },
      now,
    );
  });
}

async function verify(tx: Tx, kind: "PERSON" | "COMPANY", request: Request, now: Date) {
  const uscc = kind === "COMPANY" ? openId(request.idNumber, request.orgId) : null;
  // Two organisations with one code would be one company on both sides of a contract: the lock makes the second of two operators wait and see.
  if (uscc) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`uscc:${uscc}`}, 0))`;
    if (await tx.organisation.findFirst({ where: { uscc, id: { not: request.orgId } }, select: { id: true } }))
      throw new Refusal("usccTaken");
  }
  await tx.organisation.update({
    where: { id: request.orgId },
    data: { verifiedAt: now, legalName: request.legalName, ...(uscc ? { uscc } : {}) },
  });
}
