import { Offers } from "#app/campaigns/pledging/claim.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** Tells those in the line that a unit stands ready for them. `offered` is what the functions of the database answer. */
export async function tellOffered(tx: Tx, campaignId: string, offered: unknown, now: Date): Promise<void> {
  for (const { userId, rewardId, title, untilAt } of Offers.parse(offered)) {
    const params = { reward: title, untilAt: new Date(untilAt).toISOString() };
    const href = `/campaigns/${campaignId}/pledge?reward=${rewardId}`;
    await notifyUsers(tx, [userId], { kind: "campaigns.notice.unitOffered", params, href, subject: `waitlist:${rewardId}` }, now);
  }
}
