import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Run } from "../case.ts";
import { quiet } from "../oracle.ts";
import { wishes } from "../wishes/all.ts";
import { ready, wishAll } from "../wishes/everything.ts";

/** Nine ways to falsify books that hold real movements, as the role that the product has. */
export const run: Run = async (place) => {
  const app = await place.startApp();
  await wishAll(
    await ready(
      place,
      wishes.filter(({ purpose }) => purpose === "release-milestone"),
    ),
  );
  await quiet(place);
  await app.kill();
  const client = new pg.Client({ connectionString: place.env.DATABASE_URL });
  await client.connect();
  const [escrow, provider] = [`escrow:milestone:${randomUUID()}`, `provider:pending:${randomUUID()}`];
  const post = (key: string, entries: [string, number][]) =>
    client.query("SELECT ledger_post($1, 'test', 'ref', 'why', $2::jsonb, app_now())", [
      key,
      JSON.stringify(entries.map(([account, fen]) => ({ account, fen: String(fen) }))),
    ]);
  const tx = `(SELECT min(id) FROM "LedgerTx")`;
  const account = `(SELECT min(id::text)::uuid FROM "LedgerAccount" WHERE key LIKE 'psp:%')`;
  const lines = (txId: string, currency: string) =>
    `INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen") VALUES (${txId}, ${account}, '${currency}', 5), (${txId}, ${account}, '${currency}', -5)`;
  const fresh = `INSERT INTO "LedgerTx" ("idemKey", kind, ref, why, hash, at) VALUES ('attack', 'test', '', '', '', app_now()) RETURNING id`;
  const attacks: Record<string, [code: string, attack: () => Promise<unknown>]> = {
    unbalanced: [
      "23514",
      () =>
        post("unbalanced", [
          ["psp:pending:cny", 5],
          [escrow, -4],
        ]),
    ],
    empty: ["23514", () => client.query(fresh)],
    "wrong currency": ["23503", async () => client.query(lines((await client.query(fresh)).rows[0].id, "hkd"))],
    overdraw: [
      "23514",
      () =>
        post("overdraw", [
          [escrow, 10_001],
          [provider, -10_001],
        ]),
    ],
    "add to what is posted": ["42501", () => client.query(lines(tx, "cny"))],
    update: ["42501", () => client.query(`UPDATE "LedgerEntry" SET "amountFen" = 1`)],
    delete: ["42501", () => client.query(`DELETE FROM "LedgerTx"`)],
    truncate: ["42501", () => client.query(`TRUNCATE "LedgerEntry" CASCADE`)],
    "same key, other content": [
      "23505",
      async () =>
        post((await client.query(`SELECT "idemKey" AS key FROM "LedgerTx" LIMIT 1`)).rows[0].key, [
          ["psp:pending:cny", 1],
          [escrow, -1],
        ]),
    ],
  };
  let refused = 0;
  for (const [name, [code, attack]] of Object.entries(attacks)) {
    await client.query("BEGIN");
    let answer = "accepted";
    try {
      await attack();
      await client.query("COMMIT");
    } catch (error) {
      answer = String((error as { code?: string }).code);
      await client.query("ROLLBACK");
    }
    if (answer === code) refused++;
    place.must(answer === code, `${name}: ${answer}, not refused with ${code}`);
  }
  await client.end();
  return `${refused} of ${Object.keys(attacks).length} refused`;
};
