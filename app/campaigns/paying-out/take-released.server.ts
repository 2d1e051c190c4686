import { feeUpTo, unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { refundAfterRelease } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Wanted = { key: string; orgId: string; amountFen: bigint };

/**
 * Money that was released to the creator is owed to a backer: the latest stages give it back first, each with its share of the fee. What
 * the creator has neither sent on nor put into tasks is taken; the rest is the creator's debt. The caller holds the campaign's lock.
 */
export async function takeReleased(tx: Tx, campaign: { id: string; creatorId: string }, { key, orgId, amountFen }: Wanted, now: Date) {
  let [rest, feeFen, availableFen] = [amountFen, 0n, 0n];
  const stages = await tx.payout.findMany({ where: { campaignId: campaign.id, grossFen: { gt: 0 } }, orderBy: { stage: "desc" } });
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
  if (rest > 0n) throw new Error(`campaign ${campaign.id} never released the ${rest} fen that it owes back`);
  const receivableFen = amountFen - feeFen - availableFen;
  const about = { key: `after-release:${key}`, campaignId: campaign.id, creatorId: campaign.creatorId, orgId };
  await post(tx, refundAfterRelease({ ...about, availableFen, feeFen, receivableFen, amountFen }), now);
}
