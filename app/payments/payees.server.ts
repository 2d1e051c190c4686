import { createHash } from "node:crypto";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { lookSoon, onboardingBegins } from "#app/payments/payee-looks.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { channelError, stripe } from "#app/payments/stripe.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";

/** Accounts at the channel that receive providers' pay: made when first asked for, filled in on the channel's own pages. */

/** returned: a payout that the payee's bank sent back, and has not taken since. */
export type PayeeState = { hasAccount: boolean; payable: boolean; checkedAt: Date | null; returned: Returned | null };
type Returned = { why: string; fen: bigint; at: Date };

/** May pay be sent to this organisation? */
export async function isPayable(orgId: string, on: Pick<typeof db, "payee"> = db): Promise<boolean> {
  return (await on.payee.findUnique({ where: { orgId }, select: { payable: true } }))?.payable ?? false;
}

/** The same for a verb that has something to send: while nothing can be sent, the account is looked at soon. */
export async function mayReceive(tx: Tx, orgId: string, now: Date): Promise<boolean> {
  if (await isPayable(orgId, tx)) return true;
  await lookSoon(tx, orgId, now);
  return false;
}

const payeeSelect = { payable: true, checkedAt: true, payoutFailure: true, payoutFailedAt: true, payoutFailedFen: true } as const;

export async function payeeOf(viewer: Viewer, orgId: string): Promise<PayeeState> {
  if (!belongs(viewer, orgId)) throw new Refusal("notFound");
  const payee = await db.payee.findUnique({ where: { orgId }, select: payeeSelect });
  const { payoutFailure, payoutFailedAt, payoutFailedFen } = payee ?? {};
  const returned = payoutFailure && payoutFailedAt ? { why: payoutFailure, fen: payoutFailedFen ?? 0n, at: payoutFailedAt } : null;
  return { hasAccount: payee !== null, payable: payee?.payable ?? false, checkedAt: payee?.checkedAt ?? null, returned };
}

/** Asks the channel how an organisation's account stands, for people who come back from its pages. Without an answer all stays as it is. */
export async function rereadPayee(viewer: Viewer, orgId: string): Promise<void> {
  if (!belongs(viewer, orgId)) throw new Refusal("notFound");
  const payee = await db.payee.findUnique({ where: { orgId }, select: { accountId: true } });
  if (!payee) return;
  await refreshPayee(payee.accountId).catch((error) => {
    if (!channelError(error)) throw error;
  });
}

/** The channel's page where an organisation says who it is and where its pay goes. Its address works once and for a short time. */
export async function onboardingUrl(viewer: Viewer, orgId: string): Promise<string> {
  if (!mayGoOn(viewer, orgId, "org:manage")) throw new Refusal("notAllowed");
  try {
    const account = await accountOf(viewer, orgId);
    const urls = { refresh_url: `${env.APP_URL}/payee?org=${orgId}&again=1`, return_url: `${env.APP_URL}/payee?org=${orgId}&back=1` };
    const link = await stripe.v2.core.accountLinks.create({
      account,
      use_case: { type: "account_onboarding", account_onboarding: urls },
    });
    await onboardingBegins(db, orgId, await appNow());
    return link.url;
  } catch (error) {
    if (channelError(error)) throw new Refusal("tillAway");
    throw error;
  }
}

async function accountOf(viewer: Viewer, orgId: string): Promise<string> {
  const known = await db.payee.findUnique({ where: { orgId }, select: { accountId: true } });
  if (known) return known.accountId;
  const org = viewer.orgs.find((one) => one.id === orgId);
  const named = { contact_email: viewer.email, display_name: org?.name ?? viewer.name };
  // Two windows at once, or a lost answer: one account. Named otherwise meanwhile, it is another request; what the lost one made holds nothing.
  const mark = createHash("sha256").update(JSON.stringify(named)).digest("base64url");
  const account = await stripe.v2.core.accounts.create(
    {
      ...named,
      dashboard: "express",
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
      metadata: { org_id: orgId },
      include: ["configuration.recipient"],
    },
    { idempotencyKey: `payee:${orgId}:${viewer.userId}:${mark}` },
  );
  const row = { orgId, accountId: account.id, createdAt: await appNow() };
  await db.payee.createMany({ data: [row], skipDuplicates: true });
  return (await db.payee.findUniqueOrThrow({ where: { orgId }, select: { accountId: true } })).accountId;
}
