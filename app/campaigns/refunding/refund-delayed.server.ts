import { lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { automaticFen, restFen } from "#app/campaigns/refunding/ladder.ts";
import { ladderFacts } from "#app/campaigns/refunding/ladder-facts.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Nothing was shipped for a hundred and twenty days: the share of the pledge that was never released goes back without being asked for. */
export async function refundDelayed(pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const amountFen = automaticFen(await ladderFacts(tx, campaign, pledge, now));
    if (amountFen <= 0n) throw new Refusal("wrongState");
    const reason = campaign.unreleasedBackAt ? ("OPERATOR" as const) : ("DELAY_DEFAULT" as const);
    if (amountFen === restFen(pledge)) {
      const move = { verb: "refundPledge", to: "REFUNDING", actor: byClock, reason, data: { endReason: reason } } as const;
      await movePledge(tx, pledge, move, now);
    }
    await giveBack(tx, { campaign, pledge }, { amountFen, reason, key: `delay:${pledgeId}` }, now);
  });
}
