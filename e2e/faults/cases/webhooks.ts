import { createHmac } from "node:crypto";
import { TYPES } from "#app/payments/poll-events.server.ts";
import type { Run } from "../case.ts";
import { advance, control, mischief } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { allRight, ready, wishAll } from "../wishes/everything.ts";
import { wayOf } from "../wishes/wish.ts";

/** What moved in the books since then, without anybody's name: kind, accounts' kinds and sums. */
async function movedSince(place: Place, id: string): Promise<string[]> {
  const rows = await place.sql<{ line: string }>(
    `SELECT t.kind || ': ' || string_agg(regexp_replace(a.key, '[0-9a-f]{8}-[0-9a-f-]{27}', '…') || ' ' || e."amountFen", ', ' ORDER BY a.key, e."amountFen") AS line
       FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId"
      WHERE t.id > $1::bigint GROUP BY t.id, t.kind`,
    [id],
  );
  return rows.map(({ line }) => line).sort();
}
const lastTx = async (place: Place) => (await place.sql<{ id: string }>(`SELECT coalesce(max(id), 0) AS id FROM "LedgerTx"`))[0]!.id;

async function flow(place: Place, fault: string) {
  const facts = await ready(place);
  const since = await lastTx(place);
  await wishAll(facts);
  // A deadline and its drain are moments of the clock: nothing is on its way before them.
  await until(async () => {
    await quiet(place, BOUND_MS, `${STEP_S}s`);
    for (const { wish, wrong } of facts) {
      const found = await wrong();
      if (!found) continue;
      await advance(place, `${STEP_S}s`);
      await turned(place);
      return `${wayOf(wish)}: ${found}`;
    }
    return true;
  }, BOUND_MS);
  await allRight(place, facts, fault);
  return movedSince(place, since);
}

const tickAt = async (place: Place) => (await place.sql<{ at: string }>(`SELECT "tickAt"::text AS at FROM "AppClock"`))[0]!.at;
/** The product's clock has looked at what time it is now; the look that was under way may have begun before that. */
async function turned(place: Place) {
  for (let looks = 0; looks < 2; looks++) {
    const last = await tickAt(place);
    await until(async () => (await tickAt(place)) !== last || "no look of the clock", BOUND_MS, 100);
  }
}

/** Time is moved on by so much while what is late is waited for. */
const STEP_S = 60;
/** The product reads the channel's list of events this often. */
const POLL_S = 120;

/** The product reads the list once more, from a look at the clock that begins after now. */
async function polledAgain(place: Place) {
  const [ended] = await place.sql<{ at: string }>("SELECT app_now()::text AS at");
  await until(async () => {
    const [row] = await place.sql<{ polled: boolean }>(
      `SELECT at > $1::timestamptz AS polled FROM "PspCursor" WHERE name = 'poll-events'`,
      [ended!.at],
    );
    if (row?.polled) return true;
    await advance(place, `${STEP_S}s`);
    await turned(place);
    return "the list is not read";
  }, BOUND_MS);
  await quiet(place, BOUND_MS, `${STEP_S}s`);
}

type Exported = {
  delivery: { event: string; state: string }[];
  objects: { type: string; body: { id: string; type: string } }[];
};
/** What the product asks the channel for and what never came by itself: how many, how many were read, and how long after they happened at the latest. */
async function healed(place: Place): Promise<{ dropped: number; read: number; latestS: number }> {
  const { delivery, objects } = await control<Exported>(place, "GET", "export");
  const lost = new Set(delivery.filter(({ state }) => state === "dropped").map(({ event }) => event));
  const asked = objects.filter(({ type, body }) => type === "event" && TYPES.includes(body.type));
  const dropped = asked.map(({ body }) => body.id).filter((id) => lost.has(id));
  const [row] = await place.sql<{ read: number; latestS: number }>(
    `SELECT count(*)::int AS read, coalesce(max(extract(epoch FROM "receivedAt") - (payload ->> 'created')::int), 0)::int AS "latestS"
       FROM "PspInbox" WHERE "eventId" = ANY($1) AND "processedAt" IS NOT NULL`,
    [dropped],
  );
  return { dropped: dropped.length, ...row! };
}

export const run: Run = async (place) => {
  await place.startApp();
  // The first run also makes what all of them use.
  await flow(place, "clean");
  const clean = await flow(place, "clean");
  await mischief(place, { duplicate: 4, shuffle: true, dropPercent: 30, delayMs: 600_000 });
  const dirty = await flow(place, "repeated, shuffled, dropped, late");
  await mischief(place, {});
  const same = JSON.stringify(clean) === JSON.stringify(dirty);
  const differ = [
    ...clean.filter((line) => !dirty.includes(line)).map((line) => `- ${line}`),
    ...dirty.filter((line) => !clean.includes(line)).map((line) => `+ ${line}`),
  ];
  place.must(same, `the books moved otherwise: ${differ.slice(0, 6).join(" | ")} (${clean.length} and ${dirty.length} movements)`);
  await polledAgain(place);
  const { dropped, read, latestS } = await healed(place);
  place.must(dropped > 0 && read === dropped, `${read} of ${dropped} dropped events were read`);
  // Time goes by steps here, so that a look may come one step late.
  place.must(latestS <= POLL_S + STEP_S, `a dropped event was read only ${latestS} s after it happened`);
  return `${dirty.length} movements, ${same ? "the same" : "NOT the same"} as without; ${dropped} events that matter dropped, ${read} read within ${latestS} s`;
};

const TRIES = 200;
/** Not signed by the channel, changed on the way, old, or of the other mode. */
export const runForged: Run = async (place) => {
  await place.startApp();
  const secret = String(place.env.STRIPE_WEBHOOK_SECRET);
  const now = Math.floor(Date.now() / 1000);
  const event = (i: number, livemode: boolean) =>
    JSON.stringify({
      id: `evt_forged_${i}`,
      object: "event",
      type: "checkout.session.completed",
      api_version: "2026-10-28.endive",
      created: now,
      livemode,
      data: { object: { id: `cs_test_${i}`, object: "checkout.session", payment_status: "paid" } },
    });
  const signed = (body: string, by: string, at: number) => `t=${at},v1=${createHmac("sha256", by).update(`${at}.${body}`).digest("hex")}`;
  const forgeries = [
    (i: number) => ({ body: event(i, false), signature: signed(event(i, false), "whsec_guessed", now) }),
    (i: number) => ({ body: event(i, false).replace("paid", "fake"), signature: signed(event(i, false), secret, now) }),
    (i: number) => ({ body: event(i, false), signature: signed(event(i, false), secret, now - 3600) }),
    (i: number) => ({ body: event(i, true), signature: signed(event(i, true), secret, now) }),
  ];
  const answers = new Map<number, number>();
  await Promise.all(
    Array.from({ length: TRIES }, async (_, i) => {
      const { body, signature } = forgeries[i % forgeries.length]!(i);
      const answer = await fetch(`${place.url}/webhooks/stripe`, {
        method: "POST",
        body,
        headers: { "stripe-signature": signature, "content-type": "application/json" },
      });
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    }),
  );
  // The same letter rightly signed is taken in: what was refused was refused for its seal.
  const good = event(TRIES, false).replace("checkout.session.completed", "price.created");
  const taken = await fetch(`${place.url}/webhooks/stripe`, {
    method: "POST",
    body: good,
    headers: { "stripe-signature": signed(good, secret, now), "content-type": "application/json" },
  });
  place.must(taken.status === 200, `a rightly signed letter was answered ${taken.status}`);
  const [rows] = await place.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM "PspInbox" WHERE "eventId" LIKE 'evt_forged_%' AND "eventId" <> 'evt_forged_${TRIES}'`,
  );
  place.must(answers.get(400) === TRIES, `answers: ${[...answers].map(([status, n]) => `${n} x ${status}`).join(", ")}`);
  place.must(rows!.n === 0, `${rows!.n} forged letters were kept`);
  return `${answers.get(400) ?? 0} x 400, ${rows!.n} kept; the right seal is taken`;
};
