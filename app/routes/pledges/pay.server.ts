import { fixPayment } from "#app/campaigns/collecting/fix-payment.server.ts";
import { payExtra } from "#app/campaigns/collecting/pay-extra.server.ts";
import { payPledge } from "#app/campaigns/pledging/pay-pledge.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

/** The wish to pay is kept first; then the channel is asked for its page, outside any transaction. When it is away, the pledge's own page has the button. */
export async function payAddress(viewer: Viewer, pledgeId: string): Promise<string> {
  try {
    return await payPage(viewer, pledgeId);
  } catch (e) {
    if (e instanceof Refusal && (e.code === "tillAway" || e.code === "tillRefused")) return `/pledges/${pledgeId}`;
    throw e;
  }
}

/** The same, saying so when the channel is away. */
export async function payPage(viewer: Viewer, pledgeId: string): Promise<string> {
  const { intentId, title, endsAt } = await payPledge(viewer, pledgeId);
  return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/pledges/${pledgeId}/paid/${intentId}`, endsAt });
}

/** The page where a backer pays by themselves what their card did not give. */
export async function recoverPage(viewer: Viewer, pledgeId: string): Promise<string> {
  const { intentId, title, endsAt } = await fixPayment(viewer, pledgeId);
  return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/pledges/${pledgeId}/paid/${intentId}`, endsAt });
}

/** The page where a backer pays what sending costs more, if they choose to. */
export async function extraPage(viewer: Viewer, pledgeId: string): Promise<string> {
  const { intentId, title, endsAt } = await payExtra(viewer, pledgeId);
  return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/pledges/${pledgeId}/paid/${intentId}`, endsAt });
}
