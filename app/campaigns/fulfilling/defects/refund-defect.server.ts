import { restFen } from "#app/campaigns/fulfilling/defects/defect.ts";
import type { Case } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** The money that a defect gives back; once for a report. A pledge of which nothing is left is over. */
export async function refundDefect(tx: Tx, { campaign, pledge, defect }: Case, amountFen: bigint, actor: Actor, now: Date) {
  const rest = restFen(pledge);
  if (pledge.state !== "COLLECTED" || amountFen > rest) throw new Refusal("overPledge", { restFen: String(rest) }, "amount");
  if (amountFen === rest) await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor, reason: "DEFECT" }, now);
  await giveBack(tx, { campaign, pledge }, { amountFen, reason: "DEFECT", key: `defect:${defect.id}` }, now);
}
