import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { statementName } from "#app/statement-names.server.ts";

test("a statement keeps its name; lists, rows and stars have none", () => {
  const sql = `SELECT "id" FROM "Task" WHERE "id" IN ($1) AND count(*) > 0`;
  expect(statementName(sql)).toMatch(/^s\d+$/);
  expect(statementName(sql)).toBe(statementName(sql));
  expect(statementName(`${sql} LIMIT $2`)).not.toBe(statementName(sql));
  for (const varies of [
    `${sql} IN ($1,$2)`,
    "INSERT INTO a VALUES ($1),($2)",
    "SELECT * FROM a",
    "SELECT a.* FROM a",
    "UPDATE a RETURNING *",
  ])
    expect(statementName(varies)).toBe("");
});

test("what was asked before is prepared, with a plan for the values at hand", async () => {
  const prepared = await db.$transaction(async (tx) => {
    for (let i = 0; i < 2; i++) await tx.notice.count({ where: { readAt: null } });
    return tx.$queryRaw<{ statement: string; generic: bigint }[]>`
      SELECT statement, generic_plans AS generic FROM pg_prepared_statements WHERE statement LIKE 'SELECT COUNT%'`;
  });
  expect(prepared).toEqual([{ statement: expect.stringContaining("COUNT"), generic: 0n }]);
});
