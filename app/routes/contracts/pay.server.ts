import { payRaise } from "#app/contracts/changes/pay-raise.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** The wish to pay is kept first; then the channel is asked for its page, outside any transaction. Returns that page's address. */
export async function payStage(viewer: Viewer, milestoneId: string): Promise<string> {
  const { intentId, contractId, title } = await fundMilestone(viewer, milestoneId);
  return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/contracts/${contractId}/paid/${intentId}` });
}

/** The same for what a stage became dearer by. */
export async function payDifference(viewer: Viewer, orderId: string): Promise<string> {
  const { intentId, contractId, title } = await payRaise(viewer, orderId);
  return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/contracts/${contractId}/paid/${intentId}` });
}
