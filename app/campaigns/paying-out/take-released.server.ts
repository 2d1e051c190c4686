import { feeUpTo, unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { refundAfterRelease } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { tellDebtor } from "#app/people/tell-debtor.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Wanted = { key: string; orgId: string; amountFen: bigint };
type Of = { id: string; creatorId: string; title: string };

/** Money that was released to the creator is owed to a backer: the creator's account, the platform's fee and the creator's debt make it up. */
export async function takeReleased(tx: Tx, campaign: Of, { key, orgId, amountFen }: Wanted, now: Date) {
  const { availableFen, feeFen, restFen: receivableFen } = await clawStages(tx, campaign.id, amountFen);
  const about = { key: `after-release:${key}`, campaignId: campaign.id, creatorId: campaign.creatorId, orgId };
  await post(tx, refundAfterRelease({ ...about, availableFen, feeFen, receivableFen, amountFen }), now);
  const { id: refId, creatorId, title } = campaign;
  const debt = { orgId: creatorId, key: `refund:${key}`, reason: "refund" as const, refType: "campaign", refId, title };
  await addDebt(tx, { ...debt, amountFen: receivableFen }, now);
  await tellDebtor(tx, debt, receivableFen, now);
}

/**
 * Released money is given back, the latest stages first, each with its share of the fee: out of what the creator has neither sent on nor
 * put into tasks; restFen is what is lacking. The caller holds the campaign's lock and posts.
 */
export async function clawStages(tx: Tx, campaignId: string, amountFen: bigint) {
  let [rest, feeFen, availableFen] = [amountFen, 0n, 0n];
  const stages = await tx.payout.findMany({ where: { campaignId, grossFen: { gt: 0 } }, orderBy: { stage: "desc" } });
  for (const stage of stages) {
    const open = stage.grossFen - stage.clawedFen;
    const gross = open < rest ? open : rest;
    if (gross <= 0n) continue;
    const fee = feeUpTo(stage, stage.clawedFen + gross) - feeUpTo(stage, stage.clawedFen);
    const unspent = stage.state === "RELEASABLE" || stage.state === "FAILED" ? unspentFen(stage) : 0n;
    const taken = unspent < gross - fee ? unspent : gross - fee;
    await tx.payout.update({ where: { id: stage.id }, data: { clawedFen: { increment: gross }, takenFen: { increment: taken } } });
    rest -= gross;
    feeFen += fee;
    availableFen += taken;
  }
  if (rest > 0n) throw new Error(`campaign ${campaignId} never released the ${rest} fen that it owes back`);
  return { feeFen, availableFen, restFen: amountFen - feeFen - availableFen };
}
