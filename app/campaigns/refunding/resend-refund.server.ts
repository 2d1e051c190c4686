import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { sendBack } from "#app/campaigns/refunding/send-back.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** A refund that failed for certain is sent again after its wait. */
export async function resendRefund(refundId: string): Promise<void> {
  return transact(async (tx) => {
    const { row, pledge } = await lockRefund(tx, refundId);
    const now = await appNow(tx);
    if (row.state !== "READY" || (row.retryAt && row.retryAt > now)) throw new Refusal("wrongState");
    await sendBack(tx, row, pledge, now);
  });
}
