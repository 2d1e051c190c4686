import { campaignsDue } from "#app/campaigns/due.server.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

/** Campaigns from their deadline on, for tests: what the queue's workers and the clock do, step by step. */

/** Sends what waits to be sent, and reads again what is under way. Answers with how many intents it looked at. */
export async function sendAll(): Promise<number> {
  const waiting = await db.pspIntent.findMany({
    where: { kind: { in: ["CHARGE", "REFUND", "TRANSFER"] }, state: { in: ["CREATED", "SENDING", "UNKNOWN", "OPEN"] } },
    orderBy: { id: "asc" },
    select: { id: true, state: true },
  });
  for (const { id, state } of waiting) {
    if (state === "OPEN") await finalise(id, purposes);
    else await sendIntent(id, purposes);
  }
  return waiting.length;
}

/** Asks the channel again about charges whose money was not available yet. */
export async function settleLots() {
  const lots = await db.fundingLot.findMany({ where: { availableAt: null }, select: { id: true } });
  for (const { id } of lots) await settleLot(id);
}

export const tick = async (...lines: (keyof typeof campaignsDue)[]) => {
  let done = 0;
  for (const line of lines) done += await campaignsDue[line](await appNow());
  return done;
};

/** The clock and the queue do all there is to do about money, until nothing is left. */
export async function settleDown() {
  for (let round = 0; round < 10; round++) {
    const done = await tick(
      "expireClaims",
      "beginSettling",
      "settleCampaign",
      "keepPledges",
      "endPledges",
      "chargePledges",
      "refundOwed",
      "resendRefund",
    );
    const sent = await sendAll();
    const closed = await tick("dropPledge", "closeCollection");
    if (done + sent + closed === 0) return;
  }
}

export const campaignOf = (id: string) => db.campaign.findUniqueOrThrow({ where: { id }, omit: { draft: true, content: true } });
export const pledgesOf = (campaignId: string) => db.pledge.findMany({ where: { campaignId }, orderBy: { id: "asc" } });
export const statesOf = async (campaignId: string) => (await pledgesOf(campaignId)).map((pledge) => pledge.state);
