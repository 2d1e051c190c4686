import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { dealAt } from "#app/contracts/fixtures.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { audit, runCheck } from "#app/ledger/audit.server.ts";
import { suspenseCleared, unknownTransaction } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { sweepDays } from "#app/payments/day-statement/due-day.server.ts";
import { acknowledgeAlarm } from "#app/people/desk/alarms/acknowledge-alarm.server.ts";
import { alarmList, keptChecks } from "#app/people/desk/alarms/queries.server.ts";
import { raiseAlarms } from "#app/people/desk/alarms/raise-alarms.server.ts";
import { checkBooks, checkNow, sweepChecks, takeTurn } from "#app/people/desk/alarms/run-checks.server.ts";
import { undoneSums } from "#app/people/desk/alarms/undone-sums.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

let clerk: Known;
/** Takes away for a while what a check asks. */
const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
async function without(table: string, work: () => Promise<void>) {
  await owner.query(`ALTER TABLE "${table}" RENAME TO "Away"`);
  try {
    await work();
  } finally {
    await owner.query(`ALTER TABLE "Away" RENAME TO "${table}"`);
  }
}
beforeAll(async () => {
  clerk = await operator();
  await owner.connect();
});
afterAll(() => owner.end());
beforeEach(() => setOffset(0));
const HOUR_MS = 3_600_000;
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const told = (kind: string) => db.notice.count({ where: { userId: clerk.userId, kind: `reconcile.notice.${kind}` } });
const keys = async (show: "open" | "acknowledged" | "over") => (await alarmList(show, null)).alarms.map((alarm) => alarm.key);
const cause = { key: "suspense:txn_x", kind: "suspense", params: { amountFen: "5" }, href: "/desk/books" } as const;

test("raised once however many look, quiet while it lasts, over when it is gone, and raised again when it comes back", async () => {
  const raised = await Promise.all(Array.from({ length: 8 }, () => raiseAlarms(["suspense"], [cause])));
  expect(raised.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(await told("suspense")).toBe(1);
  expect(await raiseAlarms(["suspense"], [cause])).toBe(0);
  // Another kind's look does not end it.
  await raiseAlarms(["balance"], []);
  expect(await keys("open")).toEqual([cause.key]);
  await raiseAlarms(["suspense"], []);
  expect([await keys("open"), await keys("over")]).toEqual([[], [cause.key]]);
  expect(await raiseAlarms(["suspense"], [cause])).toBe(1);
  expect(await told("suspense")).toBe(2);
  await raiseAlarms(["suspense"], []);
});

test("is taken on by one operator, with a note that the log keeps; nobody else sees it", async () => {
  const second = await operator();
  await raiseAlarms(["suspense"], [cause]);
  const { id } = await db.alarm.findFirstOrThrow({ where: { key: cause.key, overAt: null } });
  await expect(acknowledgeAlarm((await person()).viewer, { alarmId: id, note: "看一看" })).rejects.toMatchObject({ code: "notFound" });
  const answers = await Promise.allSettled(
    [clerk, second, clerk, second].map((who) => acknowledgeAlarm(who.viewer, { alarmId: id, note: "正在核对" })),
  );
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  expect(await keys("acknowledged")).toEqual([cause.key]);
  expect(await db.operatorAct.count({ where: { act: "alarm.acknowledge" } })).toBe(1);
  await raiseAlarms(["suspense"], []);
  await expect(acknowledgeAlarm(clerk.viewer, { alarmId: id, note: "正在核对" })).rejects.toMatchObject({ code: "wrongState" });
});

test("a check that breaks alarms with what it found, and is over when it holds again; the desk shows the last run", async () => {
  const eventId = `evt_${randomUUID()}`;
  await db.pspInbox.create({
    data: {
      eventId,
      type: "charge.updated",
      livemode: false,
      payload: {},
      receivedAt: new Date((await appNow()).getTime() - 25 * HOUR_MS),
    },
  });
  expect((await keptChecks()).every((check) => check.at === null)).toBe(true);
  await takeTurn("often");
  expect(await keys("open")).toEqual(["check:inbox"]);
  expect(await told("check")).toBe(1);
  const kept = await keptChecks();
  expect(kept.find((check) => check.name === "inbox")).toMatchObject({ found: 1, examples: [expect.stringContaining(eventId)] });
  expect(kept.find((check) => check.name === "balanced")).toMatchObject({ at: null });
  // The hourly checks do not ask for the inbox, so they do not end it.
  await takeTurn("hourly");
  expect(await keys("open")).toEqual(["check:inbox"]);
  await db.pspInbox.delete({ where: { eventId } });
  await takeTurn("often");
  expect(await keys("open")).toEqual([]);
  await checkNow(clerk.viewer);
  expect((await keptChecks()).every((check) => check.at !== null && check.found === 0)).toBe(true);
  await expect(checkNow((await person()).viewer)).rejects.toMatchObject({ code: "notFound" });
});

test("suspense that is a day old alarms; younger does not", async () => {
  await transact(async (tx) => post(tx, unknownTransaction({ transactionId: "txn_a", source: "adj_a", netFen: -300n }), await appNow(tx)));
  await pass(23 * HOUR_MS);
  await takeTurn("often");
  expect(await keys("open")).toEqual([]);
  await takeTurn("hourly");
  await pass(2 * HOUR_MS);
  await takeTurn("often");
  expect((await keys("open")).sort()).toEqual(["check:suspense", "suspense:txn_a"]);
  // What cannot be asked hides nothing else, and is red itself: for the clock and for the audit.
  await without("PspInbox", async () => {
    await takeTurn("often");
    expect((await keys("open")).sort()).toEqual(["check-failed:inbox", "check:suspense", "suspense:txn_a"]);
    expect(await told("checkFailed")).toBe(1);
    const kept = (await keptChecks()).find((check) => check.name === "inbox");
    expect(kept).toMatchObject({ failed: true, found: 1, examples: [expect.stringContaining("PspInbox")] });
    const red = (await audit()).filter((check) => check.found > 0);
    expect(red.map(({ name, failed }) => [name, failed])).toEqual([
      ["suspense", false],
      ["inbox", true],
    ]);
  });
  await setOffset(0);
  await takeTurn("often");
  expect(await keys("open")).toEqual([]);
});

test("what cannot be kept at all, or looked for, hides no other alarm", async () => {
  await pass(26 * HOUR_MS);
  await without("CheckRun", async () => {
    await expect(takeTurn("often")).rejects.toThrow();
    expect(await keys("open")).toContain("suspense:txn_a");
  });
  await setOffset(0);
  await takeTurn("often");
  expect(await keys("open")).toEqual([]);
});

test("two unknown sums that cancel out, and a new one each day, do not make suspense whole", async () => {
  const unknown = (transactionId: string, netFen: bigint) =>
    transact(async (tx) => post(tx, unknownTransaction({ transactionId, source: "adj_b", netFen }), await appNow(tx)));
  const clear = (transactionId: string, netFen: bigint) =>
    transact(async (tx) => post(tx, suspenseCleared({ transactionId, source: "adj_b", netFen }), await appNow(tx)));
  await clear("txn_a", -300n);
  await unknown("txn_b", 700n);
  await unknown("txn_c", -700n);
  expect(await runCheck("suspense")).toMatchObject({ found: 0 });
  await pass(25 * HOUR_MS);
  expect((await runCheck("suspense")).examples.sort()).toEqual(["txn_b: 700", "txn_c: -700"]);
  await unknown("txn_d", 200n);
  await clear("txn_c", -700n);
  expect((await runCheck("suspense")).examples).toEqual(["txn_b: 700"]);
  await clear("txn_b", 700n);
  await clear("txn_d", 200n);
  expect(await runCheck("suspense")).toMatchObject({ found: 0 });
});

test("a check that the clock leaves out alarms and says so at the desk; one that a stop left out is only caught up on", async () => {
  const late = async () => (await keptChecks()).filter((check) => check.isLate).length;
  await checkNow(clerk.viewer);
  expect(await late()).toBe(0);
  await pass(4 * HOUR_MS);
  expect(await late()).toBeGreaterThan(20);
  await takeTurn("often");
  expect(await keys("open")).not.toContain("checks-late");
  await takeTurn("hourly");
  for (let i = 0; i < 19; i++) {
    expect(await keys("open")).not.toContain("checks-late");
    await pass(10 * 60_000);
    await takeTurn("often");
  }
  expect(await keys("open")).toContain("checks-late");
  expect(await told("checksLate")).toBe(1);
  await takeTurn("hourly");
  await takeTurn("often");
  expect([await keys("open"), await late()]).toEqual([[], 0]);
});

test("money that is held alarms at 75 days and once more at 85", async () => {
  const deal = await dealAt("WORKING");
  const key = (day: number) => `hold:${deal.stages[0]}:${day}`;
  await pass(74 * 24 * HOUR_MS);
  await takeTurn("often");
  expect(await keys("open")).not.toContain(key(75));
  await pass(2 * 24 * HOUR_MS);
  await takeTurn("often");
  expect(await keys("open")).toContain(key(75));
  await pass(10 * 24 * HOUR_MS);
  await takeTurn("often");
  expect(await keys("open")).toContain(key(85));
  expect(await keys("over")).toContain(key(75));
  expect([await told("holdWarn"), await told("holdEnd")]).toEqual([1, 1]);
});

test("what stayed behind frozen when its stage was released or given back alarms, too; what went out does not", async () => {
  const who = { employer: await person(), provider: await person() };
  const [released, back, gone] = [await dealAt("ACCEPTED", who), await dealAt("SUBMITTED", who), await dealAt("SUBMITTED", who)];
  const about = { wanted: 10_000n, amount: 10_000n, reason: "交付与约定的清单不符", files: [] };
  for (const deal of [released, back]) await openDispute(who.employer.viewer, { ...about, milestoneId: deal.stages[0]! });
  await pass(6 * 24 * HOUR_MS);
  await releaseMilestone(released.stages[0]!);
  for (const deal of [back, gone]) await giveBack(who.provider.viewer, { milestoneId: deal.stages[0]!, reason: "人员变动，无法继续" });
  for (const day of [75, 85]) {
    await setOffset(0);
    await pass(day * 24 * HOUR_MS + 60_000);
    await takeTurn("often");
    const open = await keys("open");
    const held = [released, back, gone].map((deal) => open.includes(`hold:${deal.stages[0]}:${day}`));
    expect(held).toEqual([true, true, false]);
  }
  await setOffset(0);
  await takeTurn("often");
});

test("the clock sends for the frequent checks every ten minutes and for the others by the hour", async () => {
  const sent = async () => sweepChecks(await appNow());
  expect(await sent()).toBe(2);
  expect(await sent()).toBe(0);
  await pass(10 * 60_000);
  expect(await sent()).toBe(1);
  await pass(50 * 60_000);
  expect(await sent()).toBe(2);
  await checkBooks([]);
});

test("money that the channel moved in another currency alarms, by its day", async () => {
  const at = await appNow();
  const line = { type: "charge", category: "charge", amountFen: 109n, feeFen: 4n, netFen: 105n, at, readAt: at };
  const of = (id: string, currency: string, day: string) => ({ ...line, id, source: `ch_${id}`, currency, day });
  await db.channelLine.createMany({
    data: [
      of("txn_1", "hkd", "2026-11-01"),
      of("txn_2", "hkd", "2026-11-01"),
      of("txn_3", "usd", "2026-11-02"),
      of("txn_4", "cny", "2026-11-02"),
    ],
  });
  await takeTurn("often");
  expect((await keys("open")).filter((key) => key.startsWith("foreign:")).sort()).toEqual([
    "foreign:hkd:2026-11-01",
    "foreign:usd:2026-11-02",
  ]);
  expect(await told("foreignMoney")).toBe(2);
  const [hkd] = await db.alarm.findMany({ where: { key: "foreign:hkd:2026-11-01" } });
  expect(hkd!.params).toEqual({ day: "2026-11-01", currency: "HKD", count: "2", transactionId: "txn_1" });
});

test("a statement that is late alarms though it is sent for again and again; one that is caught up on does not", async () => {
  const look = async () => {
    await sweepDays(await appNow());
    await takeTurn("often");
    return (await keys("open")).includes("statement");
  };
  await setOffset(0);
  // The day of the first movement is over and due; its statement is not made.
  await pass(28 * HOUR_MS);
  expect(await look()).toBe(false);
  for (let i = 0; i < 3; i++) {
    await pass(10 * 60_000);
    await look();
  }
  // A stop: the clock comes back with the day long late, and sends for it as the checks run.
  await pass(30 * HOUR_MS);
  expect(await look()).toBe(true);
  for (let i = 0; i < 3; i++) {
    await pass(10 * 60_000);
    expect(await look()).toBe(true);
  }
  expect(await told("statementLate")).toBe(1);
  await setOffset(0);
  await takeTurn("often");
  expect(await keys("open")).not.toContain("statement");
});

test("pay that its provider cannot receive alarms from the day its charge came in, though the stage is released", async () => {
  const deal = await dealAt("ACCEPTED", { employer: await person(), provider: await person() });
  const stage = deal.stages[0]!;
  await pass(6 * 24 * HOUR_MS);
  await releaseMilestone(stage);
  const at = async (days: number) => {
    const { fundedAt } = await db.milestone.findUniqueOrThrow({ where: { id: stage } });
    const found = await undoneSums(new Date(fundedAt!.getTime() + days * 24 * HOUR_MS + 60_000));
    return found.filter((one) => one.key.includes(stage));
  };
  const rest = { href: `/contracts/${deal.contractId}`, params: { title: expect.any(String), amountFen: expect.any(String) } };
  expect(await at(74)).toEqual([]);
  expect(await at(75)).toMatchObject([{ key: `sum:remittance:${stage}:75`, kind: "sumWarn", ...rest }]);
  expect(await at(85)).toMatchObject([{ key: `sum:remittance:${stage}:85`, kind: "sumEnd", ...rest }]);
  await db.remittance.updateMany({ where: { milestoneId: stage }, data: { state: "STUCK" } });
  expect(await at(12)).toEqual([]);
  expect(await at(14)).toMatchObject([{ key: `stuck:remittance:${stage}`, kind: "sumStuck", href: "/desk/disputes" }]);
  await db.remittance.updateMany({ where: { milestoneId: stage }, data: { state: "DONE" } });
  expect(await at(90)).toEqual([]);
  await db.remittance.updateMany({ where: { milestoneId: stage }, data: { state: "PENDING" } });
});
