import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerChange } from "#app/contracts/changes/answer-change.server.ts";
import { agree, propose } from "#app/contracts/changes/fixtures.ts";
import { changeForm } from "#app/contracts/changes/queries.server.ts";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { addEvidence } from "#app/contracts/disputes/add-evidence.server.ts";
import { makeOffer } from "#app/contracts/disputes/make-offer.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { stateDone } from "#app/contracts/ending/state-done.server.ts";
import { type Deal, dealAt, deliver, sentContract, signedContract, stageOf } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { days } from "#app/contracts/policy.ts";
import { postMessage } from "#app/contracts/post-message.server.ts";
import { contractPage } from "#app/contracts/queries.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { type Known, operator, person, viewerAgain } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

// An organisation that is suspended begins nothing new. What is under way goes on: nobody loses by a silence that is forced on them.

const no = (code: string) => expect.objectContaining({ code });
const fresh = async () => ({ employer: await person(), provider: await person() });
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const endingOf = (deal: Deal) => db.ending.findFirstOrThrow({ where: { contractId: deal.contractId } });
const reason = "项目方向调整，不再需要";

let desk: Known;
beforeAll(async () => {
  desk = await operator();
});
beforeEach(() => setOffset(0));

/** The same deal, with this side suspended and signed in again. */
async function suspended(deal: Deal, side: "employer" | "provider"): Promise<Deal> {
  const who = deal[side];
  await suspendOrganisation(desk.viewer, who.orgId, "资料不实，待核实");
  return { ...deal, [side]: { ...who, viewer: await viewerAgain(who.userId) } };
}

describe("what is under way goes on", () => {
  it("work is delivered and talked about, a dispute is answered, shown and settled", async () => {
    const deal = await suspended(await dealAt("WORKING", await fresh()), "provider");
    const { employer, provider } = deal;
    await deliver(deal);
    await postMessage(provider.viewer, { contractId: deal.contractId, text: "已交付，请查收", files: [] });
    const about = { milestoneId: deal.stages[0]!, amount: 200_000n, wanted: 140_000n, reason: "交付与约定的清单不符", files: [] };
    const disputeId = await openDispute(employer.viewer, about);
    expect((await disputePage(provider.viewer, disputeId))!.mayAct).toBe(true);
    await respond(provider.viewer, { disputeId, share: 100, text: "不同意，见交付记录", files: [] });
    await addEvidence(provider.viewer, { disputeId, text: "补充聊天记录", files: [] });
    await makeOffer(employer.viewer, { disputeId, share: 60 });
    const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId, side: "EMPLOYER" }, orderBy: { id: "desc" } });
    await acceptOffer(provider.viewer, { disputeId, offerId: offer.id });
    await acceptDelivery(employer.viewer, deal.stages[0]!);
    expect(await stageOf(deal)).toMatchObject({ state: "ACCEPTED", releasedFen: 120_000n, refundedFen: 80_000n });
  });

  it("an ending is answered", async () => {
    const deal = await suspended(await dealAt("WORKING", await fresh()), "provider");
    await endContract(deal.employer.viewer, { contractId: deal.contractId, reason });
    await stateDone(deal.provider.viewer, { endingId: (await endingOf(deal)).id, percent: 60, statement: "完成了主视觉和两套版式" });
    expect(await endingOf(deal)).toMatchObject({ state: "STATED", percent: 60 });
  });

  it("an ending without an answer becomes a dispute, whichever side is suspended, and whoever has left it", async () => {
    for (const side of ["employer", "provider"] as const) {
      const deal = await dealAt("WORKING", await fresh());
      await endContract(deal.employer.viewer, { contractId: deal.contractId, reason });
      const { id } = await endingOf(deal);
      if (side === "provider") await stateDone(deal.provider.viewer, { endingId: id, percent: 60, statement: "完成了主视觉和两套版式" });
      await suspended(deal, side);
      await db.member.updateMany({ where: { orgId: deal[side].orgId }, data: { role: "FINANCE" } });
      await setNow(new Date((await appNow()).getTime() + days(6)));
      await tick("lapseEnding");
      const { state, disputeId } = await endingOf(deal);
      const dispute = await db.dispute.findUniqueOrThrow({ where: { id: disputeId! } });
      expect([state, dispute.side, dispute.openedById]).toEqual(["DISPUTED", side.toUpperCase(), deal[side].userId]);
      await setOffset(0);
    }
  });
});

describe("nothing new begins", () => {
  it("neither a signature nor a changed contract nor a payment, and each says why", async () => {
    const sent = await suspended(await sentContract(await fresh()), "provider");
    const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id: sent.contractId } });
    const page = (await contractPage(sent.provider.viewer, sent.contractId))!;
    expect([page.mayAct, page.mayBegin]).toEqual([true, false]);
    await expect(signContract(sent.provider.viewer, { contractId: sent.contractId, versionHash })).rejects.toEqual(no("orgSuspended"));
    const unpaid = await suspended(await signedContract(await fresh()), "employer");
    await expect(fundMilestone(unpaid.employer.viewer, unpaid.stages[0]!)).rejects.toEqual(no("orgSuspended"));
    await expect(fundMilestone(unpaid.provider.viewer, unpaid.stages[0]!)).rejects.toEqual(no("notAllowed"));
    const open = await dealAt("WORKING", await fresh());
    const orderId = await propose(open, open.employer, { scope: "增加一套夜间版式" });
    const deal = await suspended(open, "provider");
    await expect(agree(deal.provider, orderId)).rejects.toEqual(no("orgSuspended"));
    const barOf = async (who: Known) => (await changeForm(who.viewer, deal.contractId, null))!.bar;
    expect([await barOf(deal.provider), await barOf(deal.employer)]).toEqual(["orgSuspended", null]);
    await answerChange(deal.provider.viewer, orderId, "REJECTED");
    await expect(propose(deal, deal.provider, { scope: "减少一套版式" })).rejects.toEqual(no("orgSuspended"));
  });
});
