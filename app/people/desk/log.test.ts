import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { checks } from "#app/ledger/checks.server.ts";
import { forbidWord } from "#app/people/desk/forbid-word.server.ts";
import { exportLog, logChoices, operatorLog } from "#app/people/desk/log.server.ts";
import { readLogQuery } from "#app/people/desk/log.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { sealActs } from "#app/people/desk/seal-acts.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { company, operator, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
beforeAll(() => owner.connect());
afterAll(() => owner.end());
const asked = (fields: Record<string, string>) => readLogQuery(new Map(Object.entries(fields)));
const HOUR_MS = 3_600_000;

test("the log is found by person, act, subject and day, page by page", async () => {
  const [clerk, other, subject] = [await operator(), await operator(), await company()];
  await suspendOrganisation(clerk.viewer, subject.orgId, "资料不实");
  for (let i = 0; i < 60; i++) await forbidWord(other.viewer, `词语${i}`);
  const today = new Date((await appNow()).getTime() + 8 * HOUR_MS).toISOString().slice(0, 10);
  expect((await operatorLog(asked({ operator: clerk.userId, act: "organisation.suspend" }))).acts).toMatchObject([
    { act: "organisation.suspend", operator: clerk.viewer.name, reason: "资料不实" },
  ]);
  expect((await operatorLog(asked({ subject: subject.orgId, from: today, to: today }))).acts).toHaveLength(1);
  expect((await operatorLog(asked({ subject: subject.orgId, to: "2020-01-01" }))).acts).toEqual([]);
  const first = await operatorLog(asked({ act: "word.forbid", operator: other.userId }));
  const second = await operatorLog(asked({ act: "word.forbid", operator: other.userId }), BigInt(first.next!));
  expect([first.acts.length, second.acts.length, second.next]).toEqual([50, 10, null]);
  expect(new Set([...first.acts, ...second.acts].map((act) => act.id)).size).toBe(60);
  const choices = await logChoices();
  expect(choices.kinds).toEqual([...new Set(choices.kinds)].sort());
  expect(choices.kinds).toEqual(expect.arrayContaining(["makeOperator", "organisation.suspend", "word.forbid"]));
});

test("taking the log out is an act of its own, and nobody else's", async () => {
  const clerk = await operator();
  await expect(exportLog((await person()).viewer, asked({}))).rejects.toMatchObject({ code: "notFound" });
  const rows = await exportLog(clerk.viewer, asked({ operator: clerk.userId }));
  expect(rows.map((row) => row.act)).toEqual(["makeOperator", "log.export"]);
  expect(rows[1]!.details).toEqual({ operator: clerk.userId });
});

test("an operator's move without a line in the log does not commit", async () => {
  const clerk = await operator();
  const move = { entity: "thing", entityId: randomUUID(), from: "A", to: "B", verb: "move" };
  const actor = { userId: clerk.userId, role: "operator" } as const;
  const silent = transact(async (tx) => recordTransition(tx, { ...move, actor }, await appNow(tx)));
  await expect(silent).rejects.toThrow(/without a line in the log/);
  await transact(async (tx) => {
    const now = await appNow(tx);
    await recordTransition(tx, { ...move, actor }, now);
    await operatorAct(tx, clerk.viewer, { act: "move", subject: { type: "thing", id: move.entityId } }, now);
  });
  expect(await db.transition.count({ where: { entityId: move.entityId } })).toBe(1);
});

test("not even the owner of the tables changes, deletes or empties the log or its seals", async () => {
  await operator();
  await sealActs(new Date((await appNow()).getTime() + 2 * HOUR_MS));
  for (const table of ["OperatorAct", "OperatorBlock"])
    for (const sql of [`UPDATE "${table}" SET at = at`, `DELETE FROM "${table}"`, `TRUNCATE "${table}"`])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: "42501" });
});

test("four sealers at once make one block; a changed act is found", async () => {
  const later = new Date((await appNow()).getTime() + 4 * HOUR_MS);
  await forbidWord((await operator()).viewer, "最后一词");
  const before = await db.operatorBlock.count();
  const made = await Promise.all(Array.from({ length: 4 }, () => sealActs(later)));
  expect(made.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(await db.operatorBlock.count()).toBe(before + 1);
  expect(await checks.operatorLog(db)).toEqual([]);
  await owner.query("BEGIN; SET LOCAL session_replication_role = replica");
  await owner.query(`UPDATE "OperatorAct" SET details = '{"a": 1}' WHERE id = (SELECT max(id) FROM "OperatorAct")`);
  const on = { $queryRaw: async (strings: TemplateStringsArray) => (await owner.query(strings.join(""))).rows };
  expect(await checks.operatorLog(on as never)).not.toEqual([]);
  await owner.query("ROLLBACK");
});
