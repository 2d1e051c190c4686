import { db } from "#app/db.server.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { type Known, sessionCookie } from "#app/people/fixtures.ts";
import { control } from "./channel.ts";
import type { Place } from "./place.ts";

/** People at the product's own door: a form of a signed-in person, sent as a browser without scripts sends it. */
export type Answer = { status: number; to: string | null; text: string };

const cookies = new Map<string, Promise<string>>();
export const cookieOf = (who: Known) => {
  const key = `${who.userId} ${who.orgId}`;
  const kept = cookies.get(key) ?? sessionCookie(who);
  cookies.set(key, kept);
  return kept;
};

export async function post(place: Place, who: Known, at: string, fields: Record<string, string>, base = place.url): Promise<Answer> {
  const answer = await fetch(`${base}${at}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: await cookieOf(who), origin: base },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, to: answer.headers.get("location"), text: await answer.text() };
}

/** The same form sent by the page's own script, as a browser does that runs it: a "yes" is 202, a "no" names itself in the answer. */
export async function postByScript(place: Place, who: Known, at: string, fields: Record<string, string>, base = place.url) {
  const answer = await fetch(`${base}${at}.data`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: await cookieOf(who), origin: base },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The address of the till's page that a form answers with. */
export async function askPage(place: Place, who: Known, at: string, fields: Record<string, string>): Promise<string> {
  const { status, to } = await post(place, who, at, fields);
  if (!to?.includes("/c/pay/")) throw new Error(`POST ${at} ${fields.intent}: ${status} ${to}`);
  return to;
}

/** An organisation that can really be paid at the channel. */
export async function payee(place: Place, who: Known): Promise<Known> {
  await onboardingUrl(who.viewer, who.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: who.orgId } });
  await control(place, "POST", "accounts/onboard", { account: accountId });
  await refreshPayee(accountId);
  return who;
}

export type Payment = { method?: "card" | "alipay" | "wechat_pay"; number?: string };

/** What a payer does on the channel's page: answers with the way back, or null when the page shows a "no". */
export async function payOn(address: string, { method = "card", number = "4242424242424242" }: Payment): Promise<string | null> {
  const form = { method, email: "payer@example.com", number, expiry: "12/40", cvc: "123", name: "测试" };
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  const to = answer.headers.get("location");
  if (!to?.includes("/confirm")) return to;
  const agreed = await fetch(new URL(to, address), {
    method: "POST",
    body: new URLSearchParams({ answer: "complete" }),
    redirect: "manual",
  });
  return agreed.headers.get("location");
}

/** A signed-in person looks at a page. */
export async function visit(who: Known, address: string): Promise<number> {
  const answer = await fetch(address, { redirect: "manual", headers: { cookie: await cookieOf(who) } });
  await answer.text();
  return answer.status;
}
