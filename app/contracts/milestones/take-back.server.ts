import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { takeBackBar } from "#app/contracts/milestones/milestone.ts";
import { refundWhole } from "#app/contracts/milestones/refund-whole.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/** The employer takes the money of an abandoned stage back: three days overdue, seven days of silence, a formal notice unanswered. */
export async function takeBack(viewer: Viewer, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    if (milestone.state !== "WORKING") throw new Refusal("wrongState");
    const bar = takeBackBar(milestone, await providerLastAt(tx, contract, milestone), now);
    if (bar) throw new Refusal(bar.bar);
    await refundWhole(tx, { contract, milestone, verb: "takeBack", actor }, now);
    const params = { title: contract.title, stage: milestone.title };
    const notice = { kind: "contracts.notice.takenBack", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

type Where = { id: string; providerId: string };
/** When the provider was last heard of on this contract: work begun, something delivered, something written. */
export async function providerLastAt(
  tx: Pick<Tx, "message" | "delivery">,
  contract: Where,
  m: { id: string; workingAt: Date | null },
): Promise<Date> {
  const [message, delivery] = await Promise.all([
    tx.message.findFirst({ where: { contractId: contract.id, orgId: contract.providerId }, orderBy: { id: "desc" }, select: { at: true } }),
    tx.delivery.findFirst({ where: { milestoneId: m.id }, orderBy: { round: "desc" }, select: { at: true } }),
  ]);
  return new Date(Math.max(m.workingAt?.getTime() ?? 0, message?.at.getTime() ?? 0, delivery?.at.getTime() ?? 0));
}
