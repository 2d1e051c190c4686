import type { Known } from "./fixtures.ts";

/** A pledge that counts, without the till: these journeys are about what stands on the pages. */
export async function backs({ viewer }: Known, campaignId: string) {
  const { claimPledge } = await import("#app/campaigns/pledging/claim-pledges.server.ts");
  const { confirmPledges } = await import("#app/campaigns/pledging/confirm-pledges.server.ts");
  const { wishFor } = await import("#app/campaigns/pledging/fixtures.ts");
  const { db } = await import("#app/db.server.ts");
  const { appNow, transact } = await import("#app/transact.server.ts");
  const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
  const { id: versionId } = await db.pledgeVersion.findFirstOrThrow({ where: { pledgeId }, select: { id: true } });
  const card = { method: "card", customerId: "cus_shown", paymentMethodId: "pm_shown", fingerprint: null, brand: "visa", last4: "4242" };
  await transact(async (tx) => confirmPledges(tx, campaignId, [{ versionId, paidFen: 0, ...card }], await appNow(tx)));
}
