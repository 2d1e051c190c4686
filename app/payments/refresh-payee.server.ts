import { db } from "#app/db.server.ts";
import { signal } from "#app/live/live.server.ts";
import { nextLook } from "#app/payments/payee-looks.server.ts";
import { refreshPayouts } from "#app/payments/refresh-payouts.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";

/**
 * Reads at the channel whether an account may receive pay, and when asked for, how its payouts stand. An account that is not ours is
 * left alone.
 */
export async function refreshPayee(accountId: string, { payouts = false } = {}): Promise<void> {
  const payee = await db.payee.findUnique({ where: { accountId }, select: { orgId: true, payoutFailure: true, begunAt: true } });
  if (!payee) return;
  // Somebody may just have named another bank account.
  if (payouts || payee.payoutFailure) await refreshPayouts(accountId);
  const account = await stripe.v2.core.accounts.retrieve(accountId, { include: ["configuration.recipient"] });
  const status = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  await transact(async (tx) => {
    const [payable, now] = [status === "active", await appNow(tx)];
    const lookAt = await nextLook(tx, payee, payable, now);
    await tx.payee.update({ where: { accountId }, data: { payable, lookAt, checkedAt: now } });
    afterCommit(tx, () => signal({ org: payee.orgId }, "payee"));
  });
}
