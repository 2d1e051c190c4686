// What the official package accepts as a notice of the payment service, tried on notices that the sandbox really sent.
import Stripe from "stripe";
import type { Result } from "#sandbox/conformance/behaviour.ts";
import { type Driver, type Heard, listen, SECRET } from "#sandbox/driver.ts";
import { signature } from "#sandbox/stripe/webhooks.ts";

const THIN_SECRET = "whsec_thin_driver_secret";
const TOLERANCE_S = 300;

type Try = { name: string; accepts: boolean; run: () => unknown };

/** Ears for a world that is about to be started. */
export async function openEars() {
  const [snapshot, thin] = [await listen(), await listen()];
  return {
    snapshot,
    thin,
    world: { webhook: { url: snapshot.url, secret: SECRET }, thinWebhook: { url: thin.url, secret: THIN_SECRET } },
    close: async () => {
      await snapshot.close();
      await thin.close();
    },
  };
}
export type Ears = Awaited<ReturnType<typeof openEars>>;

export async function webhookCases({ stripe, control }: Pick<Driver, "stripe" | "control">, ears: Ears): Promise<Result[]> {
  await control("POST", "reset");
  await control("GET", "quiet");
  ears.snapshot.heard.length = 0;
  ears.thin.heard.length = 0;
  await stripe.customers.create({ name: "王芳" });
  await control("POST", "webhooks", { badSignature: 1 });
  await stripe.customers.create({ name: "forged" });
  await control("POST", "webhooks", { oldTimestamp: 1 });
  await stripe.customers.create({ name: "old" });
  await control("DELETE", "webhooks");
  await stripe.v2.core.accounts.create({ contact_email: "a@example.com" });
  await control("GET", "quiet");
  const named = (name: string) => sent(name, (one) => JSON.parse(one.body).data.object.name === name, ears.snapshot);
  return tries(
    named("王芳"),
    named("forged"),
    named("old"),
    sent("a thin notice", () => true, ears.thin),
  ).map(verdict);
}

/** A notice that never came could be refused by nothing but its absence. */
function sent(name: string, is: (one: Heard) => boolean, { heard }: Pick<Ears["snapshot"], "heard">): Heard {
  const found = heard.find(is);
  if (!found) throw new Error(`the sandbox did not send ${name}`);
  return found;
}

function tries(good: Heard, forged: Heard, old: Heard, thin: Heard): Try[] {
  const stripe = new Stripe("sk_test_x");
  const read = (body: string | Buffer, header: string, secret = SECRET) => stripe.webhooks.constructEvent(body, header, secret);
  const now = Math.floor(Date.now() / 1000);
  const signed = (seconds: number, secret = SECRET) => signature(good.body, secret, seconds);
  const v1 = (secret: string) => signed(now, secret).split(",")[1];
  return [
    { name: "a notice as it was sent", accepts: true, run: () => read(good.body, good.signature) },
    { name: "the same as bytes", accepts: true, run: () => read(Buffer.from(good.body), good.signature) },
    { name: "a wrong secret", accepts: false, run: () => read(good.body, good.signature, "whsec_other") },
    { name: "a secret of blanks", accepts: false, run: () => read(good.body, good.signature, "  ") },
    { name: "an altered body", accepts: false, run: () => read(good.body.replace("王芳", "李雷"), good.signature) },
    {
      name: "a body that was parsed and written again",
      accepts: false,
      run: () => read(JSON.stringify(JSON.parse(good.body)), good.signature),
    },
    { name: "a body that is an object", accepts: false, run: () => read(JSON.parse(good.body), good.signature) },
    { name: "no signature", accepts: false, run: () => read(good.body, "") },
    { name: "a signature of another scheme", accepts: false, run: () => read(good.body, good.signature.replace("v1=", "v0=")) },
    { name: "a signature without its time", accepts: false, run: () => read(good.body, good.signature.replace(/^t=\d+,/, "")) },
    { name: "a notice that the sandbox forged", accepts: false, run: () => read(forged.body, forged.signature) },
    { name: "a notice that the sandbox dated back", accepts: false, run: () => read(old.body, old.signature) },
    { name: "a time just too old", accepts: false, run: () => read(good.body, signed(now - TOLERANCE_S - 5)) },
    { name: "a time just young enough", accepts: true, run: () => read(good.body, signed(now - TOLERANCE_S + 30)) },
    { name: "a time to come", accepts: true, run: () => read(good.body, signed(now + 3600)) },
    { name: "two signatures, the second ours", accepts: true, run: () => read(good.body, `t=${now},${v1("whsec_before")},${v1(SECRET)}`) },
    { name: "two signatures, neither ours", accepts: false, run: () => read(good.body, `t=${now},${v1("whsec_a")},${v1("whsec_b")}`) },
    { name: "a thin notice", accepts: true, run: () => stripe.parseEventNotification(thin.body, thin.signature, THIN_SECRET) },
    { name: "a thin notice read as a whole one", accepts: false, run: () => read(thin.body, thin.signature, THIN_SECRET) },
    {
      name: "a whole notice read as a thin one",
      accepts: false,
      run: () => stripe.parseEventNotification(good.body, good.signature, SECRET),
    },
  ];
}

function verdict({ name, accepts, run }: Try): Result {
  let refusal = "";
  try {
    run();
  } catch (error) {
    refusal = String((error as Error).message).split("\n")[0] ?? "refused";
  }
  const right = (refusal === "") === accepts;
  const differences = right ? [] : [accepts ? `refused: ${refusal}` : "accepted, expected a refusal"];
  return { name, verdict: right ? "pass" : "mismatch", differences, counted: [] };
}
