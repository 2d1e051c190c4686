import { readShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import { db } from "#app/db.server.ts";
import { formatDateTime, formatFen } from "#app/i18n/format.ts";
import type { CardCase } from "#app/payments/card-dispute.ts";

const say = (at: Date | null) => (at ? formatDateTime(at) : "");
const list = (parts: (string | null)[]) => [...new Set(parts.filter(Boolean))].join(", ");

/** What the records here say for a pledge that was paid by a card: what was promised, sent and received, and which rule on refunds was shown. */
export async function pledgeCase(pledgeId: string): Promise<CardCase | null> {
  const pledge = await db.pledge.findUnique({
    where: { id: pledgeId },
    include: {
      versions: { where: { state: "CURRENT" }, include: { lines: true } },
      shipments: { orderBy: { id: "asc" } },
    },
  });
  if (!pledge) return null;
  const [campaign, user, rewards] = await Promise.all([
    db.campaign.findUniqueOrThrow({
      where: { id: pledge.campaignId },
      select: { id: true, title: true, refundPolicy: true, creatorId: true, creator: { select: { name: true } } },
    }),
    db.user.findUniqueOrThrow({ where: { id: pledge.userId }, select: { name: true, email: true } }),
    db.reward.findMany({ where: { campaignId: pledge.campaignId }, select: { id: true, title: true, promisedAt: true } }),
  ]);
  const lines = pledge.versions.flatMap((version) => version.lines);
  const named = lines.map((line) => {
    const reward = rewards.find(({ id }) => id === line.rewardId);
    return `- ${reward?.title ?? ""} × ${line.qty}, ${formatFen(line.priceFen)}, promised for ${say(reward?.promisedAt ?? null)}`;
  });
  const sums = [
    pledge.shippingFen > 0n ? `- Sending, ${formatFen(pledge.shippingFen)}` : "",
    pledge.taxFen > 0n ? `- Taxes, named beside the price, ${formatFen(pledge.taxFen)}` : "",
    pledge.bonusFen > 0n ? `- Given freely on top, ${formatFen(pledge.bonusFen)}` : "",
    `All together ${formatFen(pledge.amountFen)}.`,
  ];
  const shipTo = readShipTo(pledge.shipTo);
  const log = [
    `${say(pledge.pledgedAt)} Pledge confirmed on the campaign's page.`,
    `${say(pledge.collectedAt)} Card charged ${formatFen(pledge.collectedFen)} after the campaign succeeded.`,
    ...pledge.shipments.flatMap((one) => [
      one.shippedAt ? `${say(one.shippedAt)} Parcel sent by ${one.carrier}, number ${one.trackingNos.join(", ")}.` : "",
      one.signedAt ? `${say(one.signedAt)} Parcel signed for.` : "",
      one.confirmedAt ? `${say(one.confirmedAt)} Receipt confirmed by the backer.` : "",
    ]),
    pledge.refundedFen > 0n ? `${formatFen(pledge.refundedFen)} was refunded to the backer.` : "",
  ];
  const policy =
    campaign.refundPolicy === "SALE_LIKE"
      ? "The backer may cancel until the parcel is sent and return it within seven days of receipt."
      : "The backer may cancel for a time after the deadline; when the promised date is missed by 30, 90 and 120 days the backer may take back the unreleased share, then everything, then gets it back unasked.";
  return {
    kind: "parcel",
    title: campaign.title,
    href: `/desk/campaigns/${campaign.id}`,
    payer: user.name,
    orgIds: [campaign.creatorId, pledge.orgId],
    evidence: {
      product_description: [
        `Support of the campaign "${campaign.title}" by ${campaign.creator.name}, for which the backer gets:`,
        ...named,
        ...sums.filter(Boolean),
      ].join("\n"),
      customer_name: user.name,
      customer_email_address: user.email,
      service_date: say(pledge.shipments.find((one) => one.signedAt)?.signedAt ?? null),
      shipping_carrier: list(pledge.shipments.map((one) => one.carrier)),
      shipping_tracking_number: list(pledge.shipments.flatMap((one) => one.trackingNos)),
      shipping_date: list(pledge.shipments.map((one) => say(one.shippedAt))),
      shipping_address: shipTo ? [shipTo.name, shipTo.region, shipTo.street].join(" ") : "",
      refund_policy_disclosure: `Shown before the pledge and on its page at all times. ${policy}`,
      access_activity_log: log.filter(Boolean).join("\n"),
      uncategorized_text: "",
    },
  };
}
