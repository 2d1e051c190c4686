// What was asked under each idempotency key, and what it came to: the witness that one wish had one effect.
import type { Sandbox } from "#sandbox/state/sandbox.ts";

export interface SeenRequest {
  account: string;
  key: string;
  endpoint: string;
  /** How often it arrived; how often that had an effect, was a replay, or was refused. */
  requests: number;
  done: number;
  replayed: number;
  refused: number;
  statuses: string;
  firstAt: number;
  lastAt: number;
}
export type Fate = "done" | "replayed" | "refused";

/** Written in the transaction of the effect, so that what is counted as done is done. */
export function see(sandbox: Sandbox, asked: { account: string; key: string | null; endpoint: string }, fate: Fate, status: number) {
  if (!asked.key) return;
  const now = sandbox.clock.now();
  sandbox.store.run(
    `INSERT INTO request VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, key, endpoint) DO UPDATE SET
       requests = requests + 1, done = done + excluded.done, replayed = replayed + excluded.replayed, refused = refused + excluded.refused,
       statuses = substr(statuses || ' ' || excluded.statuses, -200), lastAt = excluded.lastAt`,
    asked.account,
    asked.key,
    asked.endpoint,
    fate === "done" ? 1 : 0,
    fate === "replayed" ? 1 : 0,
    fate === "refused" ? 1 : 0,
    String(status),
    now,
    now,
  );
}

/** One row per key and endpoint, or, by intent, one per what stands before a key's last colon. */
export function requests(sandbox: Sandbox, wanted: { intent?: string; key?: string; by?: string; limit: number }) {
  const of = wanted.key ?? wanted.intent;
  const match = wanted.key ? "key = ?" : "(key = ? OR key LIKE ? || ':%')";
  const where = of === undefined ? "" : `WHERE ${match}`;
  const values = of === undefined ? [] : wanted.key ? [of] : [of, of];
  if (wanted.by !== "intent")
    return sandbox.store.all<SeenRequest>(
      `SELECT * FROM request ${where} ORDER BY firstAt DESC, key LIMIT ?`,
      ...values,
      wanted.limit,
    ) as object[];
  return sandbox.store.all(
    `SELECT CASE WHEN instr(key, ':') > 0 THEN substr(key, 1, length(rtrim(key, replace(key, ':', ''))) - 1) ELSE key END AS intent, endpoint,
       sum(requests) AS requests, sum(done) AS done, sum(replayed) AS replayed, sum(refused) AS refused, count(*) AS keys
     FROM request ${where} GROUP BY 1, 2 ORDER BY min(firstAt) DESC LIMIT ?`,
    ...values,
    wanted.limit,
  ) as object[];
}

/** How many there are of each thing, how much it comes to, and which intents were paid for more than once. */
export function totals(sandbox: Sandbox) {
  const kinds = [
    "payment_intent",
    "charge",
    "refund",
    "transfer",
    "transfer_reversal",
    "payout",
    "dispute",
    "checkout.session",
    "customer",
  ];
  const rows = sandbox.store.all<{ type: string; status: string | null; n: number; amount: number | null }>(
    `SELECT type, body ->> '$.status' AS status, count(*) AS n, sum(body ->> '$.amount') AS amount FROM object
     WHERE type IN (${kinds.map(() => "?").join(", ")}) AND NOT (type IN ('charge', 'refund') AND account <> '') GROUP BY 1, 2 ORDER BY 1, 2`,
    ...kinds,
  );
  const of = (type: string) => {
    const mine = rows.filter((row) => row.type === type);
    const byStatus = Object.fromEntries(mine.filter((row) => row.status !== null).map((row) => [row.status as string, row.n]));
    return {
      count: mine.reduce((sum, row) => sum + row.n, 0),
      amount: mine.reduce((sum, row) => sum + (row.amount ?? 0), 0),
      ...(Object.keys(byStatus).length > 0 ? { byStatus } : {}),
    };
  };
  return { ...Object.fromEntries(kinds.map((kind) => [kind.replace("checkout.", ""), of(kind)])), doubled: doubled(sandbox) };
}

/** Intents of the product (`metadata.intent_id`) behind more than one thing of a kind that is not failed. */
function doubled(sandbox: Sandbox) {
  return sandbox.store.all<{ type: string; intent: string; n: number }>(
    `SELECT type, body ->> '$.metadata.intent_id' AS intent, count(*) AS n FROM object
     WHERE type IN ('charge', 'refund', 'transfer') AND account = '' AND body ->> '$.metadata.intent_id' IS NOT NULL
       AND coalesce(body ->> '$.status', '') NOT IN ('failed', 'canceled') GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 100`,
  );
}
