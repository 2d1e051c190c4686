import pg from "pg";
import { expect, test } from "vitest";
import { broken } from "#app/histories/audit.fixtures.ts";
import { checks } from "#app/ledger/checks.server.ts";

test("the audit as one question asks every check and finds what is planted", async () => {
  expect(Object.keys(checks).length).toBeGreaterThan(30);
  expect(await broken()).toEqual([]);
  const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await owner.connect();
  await owner.query(`
    SET session_replication_role = replica;
    INSERT INTO "LedgerAccount" (id, key, currency, side, "floorZero", shards) VALUES (gen_random_uuid(), 'suspense:cny', 'cny', 'CREDIT', false, 1);
    INSERT INTO "LedgerTx" (id, "idemKey", kind, ref, why, hash, at) VALUES (-1, 'half', 'x', 'x', '', '', app_now() - interval '2 days');
    INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen") SELECT -1, id, 'cny', 5 FROM "LedgerAccount" WHERE key = 'suspense:cny'`);
  const found = await broken();
  expect(found.map((one) => one.split(" ")[0])).toEqual(expect.arrayContaining(["balanced", "balancesAreSums", "suspense"]));
  await owner.end();
});
