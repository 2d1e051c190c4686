import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const word = (text: string) => ({ word: text });

test("what was to be told is told after the commit, and never without one", async () => {
  const told: string[] = [];
  await transact(async (tx) => {
    await tx.forbiddenWord.create({ data: word("one") });
    afterCommit(tx, async () => void told.push(`kept ${await db.forbiddenWord.count({ where: word("one") })}`));
    expect(told).toEqual([]);
  });
  await expect(
    transact(async (tx) => {
      await tx.forbiddenWord.create({ data: word("two") });
      afterCommit(tx, () => void told.push("two"));
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(told).toEqual(["kept 1"]);
  expect(await db.forbiddenWord.count({ where: word("two") })).toBe(0);
});

test("a deadlock is tried again until both are done", async () => {
  await db.forbiddenWord.createMany({ data: [word("left"), word("right")] });
  const met = Promise.withResolvers<void>();
  let waiting = 0;
  const lockBoth = (first: string, second: string) =>
    transact(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "ForbiddenWord" WHERE word = ${first} FOR UPDATE`;
      if (++waiting >= 2) met.resolve();
      await met.promise;
      await tx.$executeRaw`UPDATE "ForbiddenWord" SET "addedAt" = now() WHERE word = ${second}`;
      return first;
    });
  expect(await Promise.all([lockBoth("left", "right"), lockBoth("right", "left")])).toEqual(["left", "right"]);
  expect(waiting).toBeGreaterThan(2);
});

test("there is one clock, and only its offset moves it", async () => {
  const moment = new Date("2027-02-17T08:00:00Z");
  await setNow(moment);
  expect(Math.abs((await appNow()).getTime() - moment.getTime())).toBeLessThan(5000);
  await setOffset(0);
});

test("the moves of an entity form a chain that nobody can edit", async () => {
  const entityId = crypto.randomUUID();
  const at = await appNow();
  for (const [from, to] of [
    [null, "DRAFT"],
    ["DRAFT", "OPEN"],
  ] as const)
    await transact((tx) => recordTransition(tx, { entity: "task", entityId, from, to, verb: "test", actor: byClock }, at));
  const [first, second] = await db.transition.findMany({ where: { entityId }, orderBy: { id: "asc" } });
  expect(first!.hashPrev).toBe("");
  expect(second!.hashPrev).toBe(first!.hash);
  await expect(db.transition.updateMany({ where: { entityId }, data: { to: "PAID" } })).rejects.toThrow();
  await expect(db.transition.deleteMany({ where: { entityId } })).rejects.toThrow();
});
