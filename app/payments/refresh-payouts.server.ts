import { db } from "#app/db.server.ts";
import { signal } from "#app/live/live.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";

/**
 * Reads how a payee's latest payout to its own bank stands. One that the bank returned (also after it had been paid) is shown until a newer
 * one is on its way; the money is the payee's at the channel, so nothing is posted here. Its owner is told once.
 */
export async function refreshPayouts(accountId: string): Promise<void> {
  const payee = await db.payee.findUnique({ where: { accountId }, select: { orgId: true } });
  if (!payee) return;
  const { data } = await stripe.payouts.list({ limit: 10 }, { stripeAccount: accountId });
  const latest = data.find((payout) => payout.status !== "canceled");
  const failed = latest?.status === "failed" ? latest : null;
  await transact(async (tx) => {
    await tx.$queryRaw`SELECT "orgId" FROM "Payee" WHERE "accountId" = ${accountId} FOR UPDATE`;
    const before = await tx.payee.findUniqueOrThrow({ where: { accountId }, select: { failedPayoutId: true } });
    const now = await appNow(tx);
    const fresh = failed !== null && before.failedPayoutId !== failed.id;
    const data = failed
      ? {
          payoutFailure: failed.failure_code ?? "other",
          payoutFailedFen: BigInt(failed.amount),
          failedPayoutId: failed.id,
          ...(fresh ? { payoutFailedAt: now } : {}),
        }
      : { payoutFailure: null, payoutFailedFen: null, payoutFailedAt: null };
    await tx.payee.update({ where: { accountId }, data: { ...data, checkedAt: now } });
    if (fresh) await enqueue(tx, "tell-payee", { orgId: payee.orgId, amountFen: String(failed.amount) });
    afterCommit(tx, () => signal({ org: payee.orgId }, "payee"));
  });
}
