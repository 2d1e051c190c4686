import { Confirmed, type ConfirmItem, claimRules } from "#app/campaigns/pledging/claim.ts";
import { tellOffered } from "#app/campaigns/pledging/offered.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** Counts pledges of one campaign whose money or card arrived; the function `confirm_pledges` decides, under the campaign's lock and by the clock after it. */
export async function confirmPledges(tx: Tx, campaignId: string, items: readonly ConfirmItem[], now: Date) {
  const [row] = await tx.$queryRaw<{ confirmed: unknown }[]>`
    SELECT confirm_pledges(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${claimRules}::jsonb) AS confirmed`;
  const { answers, offered } = Confirmed.parse(row?.confirmed);
  await tellOffered(tx, campaignId, offered, now);
  return answers;
}
