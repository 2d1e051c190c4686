import { freeFen } from "#app/campaigns/campaign.ts";
import { type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { clawStages } from "#app/campaigns/paying-out/take-released.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import type { Borne } from "#app/ledger/card-movements.ts";
import { campaignEscrow } from "#app/ledger/movement.ts";
import { cardDisputeLost } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type CardDisputeEffects, heldFen as heldByBank, owed } from "#app/payments/card-dispute.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { leftFen } from "#app/payments/lots.server.ts";
import { notifyOrg, notifyUsers } from "#app/people/notify.server.ts";
import { tellDebtor } from "#app/people/tell-debtor.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";
import type { CardDispute, FundingLot, PledgeRefund } from "../../../generated/prisma/client.ts";

type Of = { campaign: LockedCampaign; pledge: LockedPledge };
const least = (...sums: bigint[]) => sums.reduce((a, b) => (b < a ? b : a));
const most = (fen: bigint) => (fen > 0n ? fen : 0n);
const restOf = (pledge: LockedPledge) => pledge.collectedFen - pledge.refundedFen - pledge.chargedBackFen;

/** What a card dispute does to the pledge that the card paid: its part of the campaign's escrow freezes; lost, the escrow pays, then the creator. */
export const pledgeEffects: CardDisputeEffects = {
  async inquired(tx, dispute, now) {
    await tell(tx, await lockPledge(tx, dispute.refId), dispute, "Inquiry", {}, now);
  },

  async opened(tx, dispute, now) {
    const { campaign, pledge } = await lockPledge(tx, dispute.refId);
    const frozenFen = most(least(dispute.amountFen, restOf(pledge), freeFen(campaign)));
    await tx.campaign.update({ where: { id: campaign.id }, data: { cardFrozenFen: { increment: frozenFen }, v: { increment: 1 } } });
    if (pledge.state === "COLLECTED") await movePledge(tx, pledge, { verb: "disputePledge", to: "DISPUTED", actor: byStripe }, now);
    await tell(tx, { campaign, pledge }, dispute, "Opened", { frozenFen: String(frozenFen) }, now);
    return frozenFen;
  },

  async closed(tx, dispute, now) {
    const { campaign, pledge } = await lockPledge(tx, dispute.refId);
    const data = { cardFrozenFen: { decrement: dispute.frozenFen }, v: { increment: 1 } };
    await tx.campaign.update({ where: { id: campaign.id }, data });
    await goOn(tx, { campaign, pledge }, now);
    const kind = dispute.pspStatus === "won" ? "Won" : "Closed";
    await tell(tx, { campaign, pledge }, dispute, kind, {}, now);
  },

  async lost(tx, dispute, now) {
    // The freeze is this dispute's own: what it holds is free for it.
    const locked = await lockPledge(tx, dispute.refId);
    const { pledge } = locked;
    const campaign = { ...locked.campaign, cardFrozenFen: locked.campaign.cardFrozenFen - dispute.frozenFen };
    const lot = await lockLot(tx, dispute.chargeId);
    const lostFen = heldByBank(dispute);
    const refundFen = await keepBack(tx, dispute, lostFen, now);
    const backFen = least(lostFen - refundFen, restOf(pledge));
    const escrowFen = least(backFen, freeFen(campaign));
    const claw = await clawStages(tx, campaign.id, backFen - escrowFen);
    const { debtFen, lossFen } = owed(claw.restFen);
    const nobodysFen = lostFen - refundFen - backFen;
    const earned = { earningsFen: claw.availableFen, incomeFen: claw.feeFen, debtFen, lossFen: lossFen + nobodysFen };
    const borne: Borne = { refundFen, escrowFen, ...earned };
    const sides = { payerId: pledge.orgId, payeeId: campaign.creatorId, escrow: campaignEscrow(campaign.id) };
    await post(tx, cardDisputeLost({ disputeId: dispute.id, ref: campaign.id, ...sides, ...borne }), now);
    const { id: refId, creatorId: orgId, title } = campaign;
    const debt = { orgId, key: `card-dispute:${dispute.id}`, reason: "cardDispute" as const, refType: "campaign", refId, title };
    await addDebt(tx, { ...debt, amountFen: debtFen }, now);
    const gone = least(leftFen(lot), lostFen - refundFen);
    await tx.fundingLot.update({ where: { id: lot.id }, data: { chargedBackFen: { increment: gone } } });
    await tx.campaign.update({
      where: { id: campaign.id },
      data: {
        cardFrozenFen: { decrement: dispute.frozenFen },
        refundedFen: { increment: backFen },
        releasedFen: { decrement: backFen - escrowFen },
        v: { increment: 1 },
      },
    });
    const after = await tx.pledge.update({ where: { id: pledge.id }, data: { chargedBackFen: { increment: backFen } } });
    await finish(tx, { campaign, pledge: after }, now);
    await tell(tx, { campaign, pledge }, dispute, "Lost", {}, now);
    await tellDebtor(tx, debt, debtFen, now);
    return borne;
  },
};

async function lockLot(tx: Tx, chargeId: string): Promise<FundingLot> {
  const [lot] = await tx.$queryRaw<FundingLot[]>`SELECT * FROM "FundingLot" WHERE "chargeId" = ${chargeId} FOR UPDATE`;
  return lot!;
}

/** Refunds of this charge that were not sent: the bank gave the backer what we owed. */
async function keepBack(tx: Tx, dispute: CardDispute, wantedFen: bigint, now: Date): Promise<bigint> {
  const rows = await tx.$queryRaw<PledgeRefund[]>`
    SELECT * FROM "PledgeRefund" WHERE "pledgeId" = ${dispute.refId}::uuid AND "chargeId" = ${dispute.chargeId}
       AND state IN ('READY', 'STUCK', 'ASKING', 'TO_PAY') ORDER BY id FOR UPDATE`;
  let rest = wantedFen;
  for (const row of rows) {
    const part = least(row.amountFen - row.keptFen, rest);
    if (part <= 0n) continue;
    const over = row.keptFen + part === row.amountFen;
    const data = { keptFen: { increment: part }, ...(over ? { state: "DONE" as const, doneAt: now, retryAt: null } : {}) };
    await tx.pledgeRefund.update({ where: { id: row.id }, data });
    rest -= part;
  }
  return wantedFen - rest;
}

/** The pledge stands again; one whose campaign was given up meanwhile goes back with the others. */
async function goOn(tx: Tx, { campaign, pledge }: Of, now: Date) {
  if (pledge.state !== "DISPUTED") return;
  const over = campaign.lifecycle === "FAILED" || campaign.lifecycle === "CANCELLED";
  const data = over ? { endReason: campaign.lifecycle === "FAILED" ? "CAMPAIGN_FAILED" : "CAMPAIGN_CANCELLED" } : {};
  await movePledge(tx, pledge, { verb: "keepDisputed", to: over ? "REFUNDING" : "COLLECTED", actor: byStripe, data }, now);
}

/** Everything that came in with the card is gone: the pledge is over. */
async function finish(tx: Tx, { campaign, pledge }: Of, now: Date) {
  const isAll = restOf(pledge) === 0n;
  const open = await tx.pledgeRefund.count({ where: { pledgeId: pledge.id, state: { not: "DONE" } } });
  if (pledge.state === "REFUNDING" && isAll && open === 0)
    await movePledge(tx, pledge, { verb: "finishRefund", to: "REFUNDED", actor: byStripe, data: { endedAt: now } }, now);
  if (pledge.state !== "DISPUTED") return;
  if (!isAll) return goOn(tx, { campaign, pledge }, now);
  const data = { endedAt: now, endReason: "CARD_DISPUTE" };
  await movePledge(tx, pledge, { verb: "chargeBack", to: "CHARGED_BACK", actor: byStripe, data }, now);
}

type Kind = "Inquiry" | "Opened" | "Won" | "Closed" | "Lost";
/** The backer and the creator hear of it; only the creator reads what it costs. */
async function tell(tx: Tx, { campaign, pledge }: Of, dispute: CardDispute, kind: Kind, more: Record<string, string>, now: Date) {
  const params = { title: campaign.title, amountFen: String(dispute.amountFen), ...more };
  await notifyUsers(tx, [pledge.userId], { kind: `cards.notice.pledge${kind}`, params, href: `/pledges/${pledge.id}` }, now);
  const href = `/campaigns/${campaign.id}/manage/money#card-disputes`;
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: `cards.notice.campaign${kind}`, params, href }, now);
  afterCommit(tx, () => announceCampaign(campaign.id));
}
