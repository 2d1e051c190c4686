import { randomUUID, randomUUIDv7 } from "node:crypto";
import { asClaim } from "#app/campaigns/pledging/claim.ts";
import { claimPledge, claimPledges } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { confirmPledges } from "#app/campaigns/pledging/confirm-pledges.server.ts";
import { ownCard } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { payPledge } from "#app/campaigns/pledging/pay-pledge.server.ts";
import { readShown, type ShownCampaign } from "#app/campaigns/pledging/shown-campaign.server.ts";
import type { Wish } from "#app/campaigns/pledging/wish.ts";
import { workOut } from "#app/campaigns/pledging/work-out.server.ts";
import { db } from "#app/db.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Pledges for tests, the bench and the town: through the verbs and the channel's own pages. */
export const backer = (name?: string): Promise<Known> => person(name ? { name } : {});

/** Which rewards, by their place in the campaign's list or by id, and how many of each. Nothing said: one of the first. */
export type Wanted = Partial<Omit<Wish, "lines">> & { rewards?: Record<string | number, number> };

const GANSU = "620000";

/** A complete wish: the first value of every option, sent within Gansu, by card. */
export async function wishFor(campaignId: string, { rewards = { 0: 1 }, ...more }: Wanted = {}): Promise<Wish> {
  return wishOf(await readShown(db, campaignId), { rewards, ...more });
}

function wishOf(campaign: ShownCampaign, { rewards = { 0: 1 }, ...more }: Wanted): Wish {
  const lines = Object.entries(rewards).map(([which, qty]) => {
    const reward = campaign.rewards.find((r) => r.id === which) ?? campaign.rewards[Number(which)]!;
    const first = Object.fromEntries(
      reward.items
        .filter((item) => item.options.length > 0)
        .map((item) => [item.name, Object.fromEntries(item.options.map((o) => [o.name, o.values[0] ?? ""]))]),
    );
    return { rewardId: reward.id, qty, rewardV: reward.rewardV, options: Object.keys(first).length > 0 ? first : null };
  });
  const plain = { bonusFen: 0n, lane: "CARD" as const, provinceCode: GANSU, addressId: null, related: false, anonymous: false };
  return { ...plain, secretKeys: [], referrerId: null, shownFen: null, lines, ...more };
}

export type Payment = { method?: "card" | "alipay" | "wechat_pay"; number?: string };

/** What a backer does on the channel's page. Says whether it let the backer go on. */
export async function payOnPage(url: string, { method = "card", number = ownCard() }: Payment = {}): Promise<boolean> {
  const form = { method, email: "backer@example.com", number, expiry: "12/40", cvc: "123", name: "测试" };
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  const to = answer.headers.get("location");
  if (!to?.includes("/confirm")) return to !== null;
  const agreed = await fetch(new URL(to, url), { method: "POST", body: new URLSearchParams({ answer: "complete" }), redirect: "manual" });
  return agreed.headers.get("location") !== null;
}

/** The page at the channel of a pledge that is claimed or has a difference to pay. */
export async function openPayPage(viewer: Viewer, pledgeId: string) {
  const { intentId, title, endsAt } = await payPledge(viewer, pledgeId);
  const url = await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/pledges/${pledgeId}/paid/${intentId}`, endsAt });
  return { intentId, url };
}

/** Pays what waits to be paid, on the page, and comes back from it. */
export async function payNow(viewer: Viewer, pledgeId: string, payment: Payment = {}) {
  const { intentId, url } = await openPayPage(viewer, pledgeId);
  await payOnPage(url, payment);
  return finalise(intentId, purposes);
}

/** A pledge that counts. A wallet pays with Alipay when nothing else is said. */
export async function pledge(viewer: Viewer, campaignId: string, { pay, ...wanted }: Wanted & { pay?: Payment } = {}): Promise<string> {
  const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, wanted));
  await payNow(viewer, pledgeId, pay ?? (wanted.lane === "WALLET" ? { method: "alipay" } : {}));
  return pledgeId;
}

export const pledgeOf = (pledgeId: string) => db.pledge.findUniqueOrThrow({ where: { id: pledgeId } });

/** People with nothing but their rows, a thousand in one statement. */
export async function manyBackers(n: number): Promise<{ userId: string; orgId: string }[]> {
  const people = Array.from({ length: n }, () => ({ userId: randomUUIDv7(), orgId: randomUUIDv7() }));
  const now = await appNow();
  const mark = randomUUID().slice(0, 8);
  await db.user.createMany({
    data: people.map(({ userId }, i) => ({
      id: userId,
      name: `支持者${i + 1}`,
      email: `backer-${mark}-${i}@example.test`,
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
    })),
  });
  await db.organisation.createMany({
    data: people.map(({ orgId }, i) => ({ id: orgId, kind: "PERSON" as const, name: `支持者${i + 1}` })),
  });
  await db.member.createMany({ data: people.map(({ userId, orgId }) => ({ userId, orgId, role: "OWNER" as const })) });
  return people;
}

/** Those people as they would be signed in. */
export const viewersOf = (people: readonly { userId: string; orgId: string }[]): Viewer[] =>
  people.map(({ userId, orgId }, i) => ({
    userId,
    name: `支持者${i + 1}`,
    email: `${userId}@example.test`,
    locale: "zh",
    operator: false,
    orgId,
    orgs: [{ id: orgId, name: `支持者${i + 1}`, kind: "PERSON", role: "OWNER", verified: false, suspended: false }],
  }));

const AT_ONCE = 16;
const BATCH = 500;
async function eachAtOnce<T, R>(all: readonly T[], act: (one: T, i: number) => Promise<R>): Promise<R[]> {
  const done: R[] = new Array(all.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) done[i] = await act(all[i]!, i);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  return done;
}

type Many = Wanted & {
  /** The channel's names of test cards, taken in turn: "pm_card_visa", "pm_card_chargeDeclined"… */
  cards?: readonly string[];
  /** How many customers with a card are made at the channel; more pledges than that share them. */
  customers?: number;
};

/**
 * Many card pledges at once, for races and the bench: claimed and counted by the same functions as every pledge, with customers and cards
 * that the channel knows. Answers with their ids in order.
 */
export async function manyPledges(campaignId: string, n: number, { cards = ["pm_card_visa"], customers = 200, ...wanted }: Many = {}) {
  const people = await manyBackers(n);
  const campaign = await readShown(db, campaignId);
  const wish = wishOf(campaign, wanted);
  const worked = workOut(campaign, wish, { provinceCode: wish.provinceCode });
  const kept = await eachAtOnce(Array.from({ length: Math.min(n, customers) }), async (_, i) => {
    const customer = await stripe.customers.create({ metadata: { org_id: people[i]!.orgId } });
    const method = await stripe.paymentMethods.attach(cards[i % cards.length]!, { customer: customer.id });
    const { fingerprint = null, brand = "visa", last4 = "4242" } = method.card ?? {};
    return { customerId: customer.id, paymentMethodId: method.id, fingerprint: fingerprint ?? null, brand, last4 };
  });
  const items = people.map((who) => ({
    ...who,
    pledgeId: randomUUIDv7(),
    versionId: randomUUIDv7(),
    lane: "CARD" as const,
    late: false,
    related: false,
    anonymous: false,
    ...asClaim(worked),
    provinceCode: wish.provinceCode,
    region: null,
    addressId: null,
    shipTo: null,
    referrerId: null,
    secretKeys: [],
  }));
  for (let at = 0; at < n; at += BATCH) {
    const some = items.slice(at, at + BATCH);
    const refused = (await claimPledges(campaignId, some)).find((a) => !a.ok);
    if (refused) throw new Error(`a pledge of many was refused: ${JSON.stringify(refused)}`);
    await transact(async (tx) => {
      const confirms = some.map(({ versionId }, i) => ({ versionId, paidFen: 0, method: "card", ...kept[(at + i) % kept.length]! }));
      await confirmPledges(tx, campaignId, confirms, await appNow(tx));
    });
  }
  return items.map((item) => item.pledgeId);
}
