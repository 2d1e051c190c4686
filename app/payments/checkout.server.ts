import { db } from "#app/db.server.ts";
import { lockIntent, parkIntent } from "#app/payments/apply-outcome.server.ts";
import { endSession, openSession, readSession, returnAddress } from "#app/payments/checkout-channel.server.ts";
import { CHECKOUT_LEFT_MS, CHECKOUT_MS, type CheckoutPage, isFinal, isPage, LEASE_MS, Params } from "#app/payments/intent.ts";
import { customerOf } from "#app/payments/payers.server.ts";
import { channelError, type Stripe, sentenceOf } from "#app/payments/stripe.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";

/** Another window may have been faster once, and a stale request be refused once. */
const LOOKS = 3;
/** `endsAt`: when the page is ended by our own call, however long the channel would keep it. Asked again with a later moment, it moves. */
export type Shown = Omit<CheckoutPage, "expiresAt"> & { endsAt?: Date };

/**
 * The address where a payer pays an intent, or leaves a card for it: the call that a person waits for, outside any transaction. However often and from however
 * many windows it is asked for, one page is open at a time: the open one is given again, and before a new one is made the older one is
 * ended at the channel. When it is paid already, the address is the way back, which closes the intent.
 */
export async function checkoutUrl(intentId: string, shown: Shown): Promise<string> {
  try {
    for (let look = 0; look < LOOKS; look++) {
      const address = await openPage(intentId, shown);
      if (address) return address;
    }
    return refuse("tillRefused");
  } catch (error) {
    const said = channelError(error);
    if (!said) throw error;
    if (said.verdict === "crooked") await parkIntent(intentId, sentenceOf(said));
    await db.pspIntent.updateMany({ where: { id: intentId, state: "SENDING" }, data: { state: "UNKNOWN", lastError: sentenceOf(said) } });
    return refuse("tillAway");
  }
}

const refuse = (code: "tillAway" | "tillRefused" | "changedMeanwhile" | "wrongState"): never => {
  throw new Refusal(code);
};

/** The page's address, or null when it is to be asked for anew: another window was faster, or the channel refused this request. */
async function openPage(intentId: string, shown: Shown): Promise<string | null> {
  const known = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  const endsAt = shown.endsAt ?? known.endsAt;
  if (endsAt && endsAt <= (await appNow())) return refuse("wrongState");
  const replaces = known.pspId && known.state === "OPEN" ? await lookAt(known.pspId) : null;
  if (replaces?.address) {
    if (shown.endsAt) await db.pspIntent.updateMany({ where: { id: intentId, state: "OPEN" }, data: { endsAt: shown.endsAt } });
    return replaces.address;
  }
  const customerId = known.kind === "SETUP" ? await customerOf(known.orgId) : null;
  const intent = await prepare(intentId, shown, replaces ? known.pspId : null);
  if (!intent) return null;
  let session: Stripe.Checkout.Session;
  try {
    session = await openSession(intent, customerId);
  } catch (error) {
    const said = channelError(error);
    const isStuck = said?.verdict === "unknown" && known.state === "UNKNOWN";
    if (said?.verdict !== "refused" && !isStuck) throw error;
    // Nothing was opened under this key, or a page whose address nobody ever had: the next request is another one.
    await db.pspIntent.updateMany({
      where: { id: intentId, attempt: intent.attempt, pspId: null, state: "SENDING" },
      data: { attempt: { increment: 1 }, state: "CREATED", params: withoutPage(intent), leaseUntil: null, lastError: sentenceOf(said) },
    });
    if (isStuck) throw error;
    return null;
  }
  return keep(intent, session);
}

/** What an earlier page is worth now: its address when it can still be used, or that it is over. */
async function lookAt(sessionId: string): Promise<{ address: string | null }> {
  const session = await readSession(sessionId);
  if (session.status === "complete") return { address: session.success_url?.replace("{CHECKOUT_SESSION_ID}", session.id) ?? null };
  if (session.status === "expired") return { address: null };
  const leftMs = session.expires_at * 1000 - (await appNow()).getTime();
  if (leftMs > CHECKOUT_LEFT_MS) return { address: session.url };
  // Two open pages would be two payments. If it is paid at this moment, ending it is refused and the next look finds it complete.
  await endSession(sessionId);
  return { address: null };
}

/** Decides, under the intent's lock, the request that every window sends to the letter. */
async function prepare(intentId: string, { endsAt, ...shown }: Shown, over: string | null): Promise<PspIntent | null> {
  return transact(async (tx) => {
    const intent = await lockIntent(tx, intentId);
    if (!isPage(intent.kind) || isFinal(intent.state)) throw new Refusal("wrongState");
    const isOver = over !== null && intent.pspId === over;
    if (intent.pspId && !isOver) return null;
    const now = await appNow(tx);
    const params = Params.parse(intent.params);
    const page = !isOver && params.page ? params.page : { ...shown, expiresAt: Math.floor((now.getTime() + CHECKOUT_MS) / 1000) };
    return tx.pspIntent.update({
      where: { id: intentId },
      data: {
        state: "SENDING",
        pspId: null,
        attempt: isOver ? { increment: 1 } : undefined,
        params: { ...params, page },
        leaseUntil: new Date(now.getTime() + LEASE_MS),
        expiresAt: new Date(page.expiresAt * 1000),
        endsAt: endsAt ?? intent.endsAt,
      },
    });
  });
}

async function keep(intent: PspIntent, session: Stripe.Checkout.Session): Promise<string> {
  const { id, attempt } = intent;
  const expiresAt = new Date(session.expires_at * 1000);
  const { count } = await db.pspIntent.updateMany({
    where: { id, attempt, pspId: null, state: { in: ["SENDING", "UNKNOWN"] } },
    data: { state: "OPEN", pspId: session.id, expiresAt, leaseUntil: new Date(expiresAt.getTime() + 60_000), lastError: null },
  });
  const kept = count > 0 ? session.id : (await db.pspIntent.findUniqueOrThrow({ where: { id } })).pspId;
  if (kept !== session.id) {
    // Meanwhile the intent ended or went on with another page: this one must not be paid.
    if (session.status === "open") await endSession(session.id);
    return refuse("changedMeanwhile");
  }
  const { page } = Params.parse(intent.params);
  return session.url ?? (page ? returnAddress(page, session.id) : refuse("changedMeanwhile"));
}

const withoutPage = (intent: PspIntent) => {
  const { page: _, ...rest } = Params.parse(intent.params);
  return rest;
};
