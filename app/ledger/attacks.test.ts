import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chart, classOf } from "#app/ledger/chart.ts";

/** The nine attacks on the books, as the product's own database role. */
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
const A = "escrow:milestone:00000000-0000-7000-8000-00000000000a";
const B = "provider:pending:00000000-0000-7000-8000-00000000000b";

beforeAll(async () => {
  await client.connect();
  await post("seed", [
    ["psp:pending:cny", 10_000],
    [A, -10_000],
  ]);
});
afterAll(() => client.end());

const post = (key: string, entries: [string, number][], kind = "test") =>
  client.query("SELECT ledger_post($1, $2, 'ref', 'why', $3::jsonb, app_now())", [
    key,
    kind,
    JSON.stringify(entries.map(([account, fen]) => ({ account, fen: String(fen) }))),
  ]);
const idOf = async (key: string) =>
  (await client.query<{ id: string }>(`SELECT id FROM "LedgerAccount" WHERE key = $1`, [key])).rows[0]!.id;

/** The code and message of the refusal; a transaction is closed again. */
async function refusal(attack: () => Promise<unknown>): Promise<string> {
  await client.query("BEGIN");
  try {
    await attack();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const { code, message } = error as { code: string; message: string };
    return `${code} ${message}`;
  }
  return "accepted";
}

test("1: what does not sum to zero is refused at commit", async () => {
  const attack = () =>
    post("crooked", [
      ["psp:pending:cny", 5],
      [A, -4],
    ]);
  expect(await refusal(attack)).toMatch(/^23514 .*does not sum to zero in cny/);
});

test("2: a movement without entries is refused", async () => {
  expect(await refusal(() => post("empty", []))).toMatch(/^23514 .*has 0 entries/);
  const bare = () =>
    client.query(`INSERT INTO "LedgerTx" ("idemKey", kind, ref, why, hash, at) VALUES ('bare', 'test', 'ref', '', '', app_now())`);
  expect(await refusal(bare)).toMatch(/^23514 .*has 0 entries/);
});

test("3: an entry in another currency than its account's is refused", async () => {
  const attack = async () => {
    const { rows } = await client.query(
      `INSERT INTO "LedgerTx" ("idemKey", kind, ref, why, hash, at) VALUES ('foreign', 'test', 'ref', '', '', app_now()) RETURNING id`,
    );
    await client.query(
      `INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen") VALUES ($1, $2, 'hkd', 5), ($1, $2, 'hkd', -5)`,
      [rows[0].id, await idOf(A)],
    );
  };
  expect(await refusal(attack)).toMatch(/^23503 /);
});

test("4: what an escrow does not hold cannot leave it, also where the account claims to have no floor", async () => {
  const attack = () =>
    post("overdraw", [
      [A, 10_001],
      [B, -10_001],
    ]);
  expect(await refusal(attack)).toMatch(/^23514 .*no_overdraft/);
  const fresh = "escrow:milestone:00000000-0000-7000-8000-00000000000c";
  await client.query(
    `INSERT INTO "LedgerAccount" (id, key, currency, side, "floorZero", shards) VALUES (gen_random_uuid(), $1, 'usd', 'DEBIT', false, 9)`,
    [fresh],
  );
  const { rows } = await client.query(`SELECT currency, side, "floorZero", shards FROM "LedgerAccount" WHERE key = $1`, [fresh]);
  expect(rows).toEqual([{ currency: "cny", side: "CREDIT", floorZero: true, shards: 1 }]);
});

test("5: a posted movement does not grow, even by lines that sum to zero", async () => {
  const attack = async () => {
    const { rows } = await client.query(`SELECT id FROM "LedgerTx" WHERE "idemKey" = 'seed'`);
    await client.query(
      `INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen") VALUES ($1, $2, 'cny', 5), ($1, $3, 'cny', -5)`,
      [rows[0].id, await idOf("psp:pending:cny"), await idOf(A)],
    );
  };
  expect(await refusal(attack)).toMatch(/^42501 .*does not grow/);
});

test("6 and 7: entries and movements are neither changed nor deleted", async () => {
  for (const table of ["LedgerTx", "LedgerEntry", "LedgerAccount", "LedgerBlock"]) {
    expect(await refusal(() => client.query(`DELETE FROM "${table}"`)), table).toMatch(/^42501 /);
    expect(
      await refusal(() =>
        client.query(
          `UPDATE "${table}" SET ${table === "LedgerEntry" ? `"amountFen" = 1` : table === "LedgerBlock" ? "rows = 1" : table === "LedgerTx" ? "why = ''" : "shards = 1"}`,
        ),
      ),
      table,
    ).toMatch(/^42501 /);
  }
  expect(await refusal(() => client.query(`UPDATE "LedgerBalance" SET "creditFen" = 0`))).toMatch(/^42501 /);
});

test("8: nothing is emptied", async () => {
  for (const table of ["LedgerTx", "LedgerEntry", "LedgerAccount", "LedgerBalance", "LedgerBlock"])
    expect(await refusal(() => client.query(`TRUNCATE "${table}" CASCADE`)), table).toMatch(/^42501 /);
});

test("the same holds for the owner of the tables, whose rights would allow it", async () => {
  const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await owner.connect();
  for (const attack of [
    `UPDATE "LedgerEntry" SET "amountFen" = 1`,
    `DELETE FROM "LedgerTx"`,
    `TRUNCATE "LedgerEntry"`,
    `UPDATE "LedgerBalance" SET "creditFen" = 0`,
    `DELETE FROM "LedgerBalance"`,
  ])
    await expect(owner.query(attack), attack).rejects.toMatchObject({ code: "42501" });
  await owner.end();
});

test("9: the same key with other content is an alarm, with the same content nothing", async () => {
  const again = await refusal(() =>
    post("seed", [
      ["psp:pending:cny", 10_000],
      [A, -10_000],
    ]),
  );
  expect(again).toBe("accepted");
  const other = () =>
    post("seed", [
      ["psp:pending:cny", 20_000],
      [A, -20_000],
    ]);
  expect(await refusal(other)).toMatch(/^23505 .*other content/);
  const { rows } = await client.query(`SELECT count(*)::int AS n FROM "LedgerTx" WHERE "idemKey" = 'seed'`);
  expect(rows).toEqual([{ n: 1 }]);
});

test("who made a movement cannot be forged", async () => {
  await client.query("BEGIN");
  const { rows } = await client.query(
    `INSERT INTO "LedgerTx" ("idemKey", kind, ref, why, hash, at, xid) VALUES ('forged', 'test', '', '', '', app_now(), '1')
     RETURNING xid = pg_current_xact_id() AS own`,
  );
  await client.query("ROLLBACK");
  expect(rows).toEqual([{ own: true }]);
});

test("the database's chart is the product's chart", async () => {
  const id = "00000000-0000-7000-8000-000000000001";
  for (const account of chart) {
    const key = account.of === "one" ? account.prefix : `${account.prefix}:${account.of === "id" ? id : "cny"}`;
    const { rows } = await client.query("SELECT side, floor_zero, shards, currency FROM ledger_chart($1)", [key]);
    expect(rows, key).toEqual([{ side: account.side, floor_zero: account.floorZero, shards: account.shards, currency: "cny" }]);
    expect(classOf(key)).toBe(account);
  }
  for (const key of [
    "escrow:milestone:1",
    "escrow:none:00000000-0000-7000-8000-000000000001",
    "psp:pending:CNY",
    "income:platform_fee:x",
    "",
  ]) {
    expect(classOf(key), key).toBeUndefined();
    await expect(client.query("SELECT side FROM ledger_chart($1)", [key]), key).rejects.toMatchObject({ code: "23514" });
  }
});
