import pg from "pg";
import { signedContract } from "#app/contracts/fixtures.ts";
import { person } from "#app/people/fixtures.ts";
import type { Run } from "../case.ts";
import { listed } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { cookieOf, post } from "../people.ts";
import type { Place } from "../place.ts";
import { freezeIdle } from "../still.ts";
import { until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { allRight, ready } from "../wishes/everything.ts";
import { isPage } from "../wishes/wish.ts";

const answers = async (place: Place) => {
  const answer = await fetch(`${place.url}/readyz`).catch(() => null);
  return answer?.status === 200 || `readyz says ${answer?.status} ${await answer?.text()}`;
};

const KILLS = 5;
/** So many people write all the time. */
const TALKS = 4;
/** The database is killed under load. What was answered with yes is there afterwards, and nothing is there by half. */
export const run: Run = async (place) => {
  await place.startApp();
  const provider = await person();
  // Each by somebody else: nobody may write more than a busy human.
  const deals = await Promise.all(
    Array.from({ length: KILLS * TALKS }, async () => signedContract({ employer: await person(), provider })),
  );
  const yes: { contractId: string; text: string }[] = [];
  let asked = 0;
  let slowest = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const facts = await ready(
      place,
      wishes.filter((wish) => !isPage(wish)),
    );
    let stop = false;
    const talk = deals.slice(kill * TALKS, (kill + 1) * TALKS).map(async ({ contractId, employer }, i) => {
      while (!stop) {
        const text = `第 ${kill} 次，第 ${asked++} 句，${i}`;
        const said = await post(place, employer, `/contracts/${contractId}`, { intent: "message", text }).catch(() => null);
        if (said?.status === 302 || said?.status === 303) yes.push({ contractId, text });
      }
    });
    for (const { ask } of facts) await ask();
    const before = yes.length;
    await until(async () => yes.length >= before + 12 || `${yes.length - before} answers`, 60_000);
    await place.postgres.kill();
    stop = true;
    await Promise.all(talk);
    await place.restartPostgres();
    const back = performance.now();
    await until(() => answers(place), 60_000, 100);
    slowest = Math.max(slowest, performance.now() - back);
    await quiet(place, 120_000);
    await allRight(place, facts, `killed the database for the ${kill + 1}. time`);
  }
  const kept = await place.sql<{ text: string }>(`SELECT text FROM "Message"`);
  const known = new Set(kept.map(({ text }) => text));
  const lost = yes.filter(({ text }) => !known.has(text)).length;
  place.must(lost === 0, `${lost} of ${yes.length} acknowledged messages are lost`);
  place.must(slowest <= 15_000, `the app answered only ${(slowest / 1000).toFixed(1)} s after the database was back`);
  return `${KILLS} kills, ${yes.length} acknowledged, ${lost} lost; ready again within ${(slowest / 1000).toFixed(1)} s`;
};

const SETTING = "default_transaction_read_only";
/** Says so to every session from its next transaction on; a session of its own can always take it back. */
async function readOnly(place: Place, on: boolean) {
  const client = new pg.Client({ connectionString: place.postgres.url("faults") });
  await client.connect();
  await client.query(`SET ${SETTING} = off`);
  await client.query(on ? `ALTER SYSTEM SET ${SETTING} = on` : `ALTER SYSTEM RESET ${SETTING}`);
  await client.query("SELECT pg_reload_conf()");
  await client.end();
  await until(async () => (await place.sql<Record<string, string>>(`SHOW ${SETTING}`))[0]![SETTING] === (on ? "on" : "off"), 10_000);
}

const TRIES = 6;
/** The disk is full, or a replica was promoted by half: nothing can be written, so nothing may be asked of the channel. */
export const runReadOnly: Run = async (place) => {
  const app = await place.startApp();
  const facts = await ready(
    place,
    wishes.filter((wish) => !isPage(wish)),
  );
  const deal = await signedContract({ employer: await person(), provider: await person() });
  // Signed in while that can still be written.
  await cookieOf(deal.employer);
  await freezeIdle(place, app);
  for (const { ask } of facts) await ask();
  const before = new Set(await objects(place));
  await readOnly(place, true);
  app.thaw();
  const statuses = new Set<number>();
  for (let i = 0; i < TRIES; i++) {
    statuses.add(
      (await post(place, deal.employer, `/contracts/${deal.contractId}`, { intent: "pay", milestoneId: deal.stages[0]! })).status,
    );
    // The clock looks every second for what is due, the workers twice a second for what is wished.
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  const made = (await objects(place)).filter((one) => !before.has(one));
  place.must(made.length === 0, `made at the channel while nothing could be written: ${made.join(", ")}`);
  place.must(![...statuses].some((status) => status < 400), `a form was answered ${[...statuses].join(", ")}`);
  await readOnly(place, false);
  await quiet(place);
  await allRight(place, facts, "after nothing could be written");
  return `${made.length} calls that moved money while nothing could be written, forms were answered ${[...statuses].join(", ")}; ${facts.length} sums left afterwards`;
};

/** What stands at the channel and moves money, each by kind and id. */
async function objects(place: Place): Promise<string[]> {
  const kinds = ["transfers", "refunds", "charges", "payment_intents", "checkout/sessions"];
  const all = await Promise.all(
    kinds.map(async (what) => (await listed(place, what)).map(({ id, metadata }) => `${what} ${id} ${metadata?.intent_id ?? ""}`)),
  );
  return all.flat();
}
