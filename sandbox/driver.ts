// Drives the outside world from a test: as the platform through the official package, as a payer through the hosted pages.

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { type RunningWorld, startWorld, type WorldOptions } from "#sandbox/start-world.ts";

export const SECRET = "whsec_driver_secret";
export const API_VERSION = "2026-10-28.endive";

export function stripeAt(world: RunningWorld, config: Stripe.StripeConfig = {}, key = "sk_test_sandbox_local") {
  const { hostname, port } = new URL(world.url);
  return new Stripe(key, { apiVersion: API_VERSION, host: hostname, port: Number(port), protocol: "http", telemetry: false, ...config });
}

export interface Heard {
  body: string;
  signature: string;
}
/** A receiver of webhooks that keeps what it hears; `answer` decides the status of each. */
export async function listen(answer: (heard: Heard, n: number) => number = () => 200) {
  const heard: Heard[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part) => parts.push(part));
    req.on("end", () => {
      const one = { body: Buffer.concat(parts).toString(), signature: String(req.headers["stripe-signature"]) };
      heard.push(one);
      res.writeHead(answer(one, heard.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    heard,
    types: () => heard.map((one) => JSON.parse(one.body).type as string),
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

/** A world of its own in a temporary folder. */
export async function driveWorld(options: Partial<WorldOptions> = {}) {
  const dir = options.dir ?? mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  const world = await startWorld({ ...options, dir });
  const control = async <T = Record<string, unknown>>(method: string, what: string, body?: object): Promise<T> => {
    const answer = await fetch(`${world.url}/_sandbox/${what}`, {
      method,
      ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    world,
    dir,
    stripe: stripeAt(world),
    control,
    advance: (advance: string) => control("POST", "clock", { advance }),
    quiet: () => control("GET", "quiet"),
    async close() {
      await world.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type Driver = Awaited<ReturnType<typeof driveWorld>>;

/** A session over one line of the given amount. */
export function openSession(
  stripe: Stripe,
  amount: number,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
  options: Stripe.RequestOptions = {},
) {
  return stripe.checkout.sessions.create(
    {
      mode: "payment",
      success_url: "http://localhost:9/done?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://localhost:9/back",
      line_items: [{ quantity: 1, price_data: { currency: "cny", unit_amount: amount, product_data: { name: "里程碑一：结构设计" } } }],
      payment_intent_data: { transfer_group: "contract_1" },
      ...more,
    },
    options,
  );
}

const CARD_FORM = { method: "card", email: "buyer@example.cn", number: "4242 4242 4242 4242", expiry: "12/40", cvc: "123", name: "王芳" };
export interface Step {
  status: number;
  location: string | null;
  html: string;
}
async function submit(url: string, form: Record<string, string>): Promise<Step> {
  const answer = await fetch(url, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(form),
    headers: { "accept-language": "en" },
  });
  return { status: answer.status, location: answer.headers.get("location"), html: await answer.text() };
}
export const payByCard = (url: string, number: string, more: Record<string, string> = {}) => submit(url, { ...CARD_FORM, number, ...more });
export const payByWallet = (url: string, method: "alipay" | "wechat_pay") => submit(url, { ...CARD_FORM, method });
/** A card form that the page already waits for but that has not arrived; `send` lets it arrive and answers its status. */
export async function formOnItsWay(url: string, number: string) {
  const form = new URLSearchParams({ ...CARD_FORM, number }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(form),
    expect: "100-continue",
  };
  const sending = request(url, { method: "POST", headers });
  sending.flushHeaders();
  await once(sending, "continue");
  return {
    async send() {
      sending.end(form);
      const [answer] = (await once(sending, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    },
  };
}
export const confirmStep = (url: string, answer: "complete" | "fail") => submit(`${url}/confirm`, { answer });

/** A session that saves a card for the customer and charges nothing. */
export function openSetup(stripe: Stripe, customer: string, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return stripe.checkout.sessions.create({
    mode: "setup",
    currency: "cny",
    customer,
    success_url: "http://localhost:9/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://localhost:9/back",
    setup_intent_data: { description: "支持：会记录风向的台灯", metadata: { pledge: "pledge_1" } },
    ...more,
  });
}

/** A customer and the card they saved on the hosted page, having proved who they are where asked. */
export async function savedCard({ stripe }: Pick<Driver, "stripe">, number: string) {
  const customer = await stripe.customers.create({ email: "backer@example.cn" });
  const session = await openSetup(stripe, customer.id);
  const url = session.url as string;
  const step = await payByCard(url, number);
  if (step.location?.includes("/confirm")) await confirmStep(url, "complete");
  const { setup_intent: intent } = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent"] });
  return { customer: customer.id, method: (intent as Stripe.SetupIntent).payment_method as string };
}

/** The whole street of a payment: session, hosted page, charge. */
export async function paidCharge(
  driver: Driver,
  amount: number,
  how: { card?: string; wallet?: "alipay" | "wechat_pay"; group?: string } = {},
) {
  const session = await openSession(driver.stripe, amount, how.group ? { payment_intent_data: { transfer_group: how.group } } : {});
  const url = session.url as string;
  if (how.wallet) {
    await payByWallet(url, how.wallet);
    await confirmStep(url, "complete");
  } else await payByCard(url, how.card ?? "4242424242424242");
  const { payment_intent: intent } = await driver.stripe.checkout.sessions.retrieve(session.id, {
    expand: ["payment_intent.latest_charge"],
  });
  return (intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
}

/** A payee who has been through the onboarding form. */
export async function activePayee(driver: Driver, name = "赵工作室") {
  const account = await newPayee(driver.stripe, name);
  await driver.control("POST", "accounts/onboard", { account: account.id });
  return account.id;
}
export const newPayee = (stripe: Stripe, name = "赵工作室") =>
  stripe.v2.core.accounts.create({
    display_name: name,
    contact_email: "payee@example.cn",
    dashboard: "express",
    identity: { country: "hk", entity_type: "individual" },
    defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    include: ["configuration.recipient", "requirements"],
  });

/** The error a call ends with; a call that succeeds is a failure here. */
export async function refusal(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    return error as Stripe.errors.StripeError;
  }
  throw new Error("The call was expected to be refused.");
}
