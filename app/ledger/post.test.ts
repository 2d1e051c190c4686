import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { balanceOf, balancesOf } from "#app/ledger/balances.server.ts";
import type { AccountKey } from "#app/ledger/chart.ts";
import type { Movement } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { sealBlock } from "#app/ledger/seal-block.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

const pool = (): AccountKey => `escrow:contest:${randomUUID()}`;
const move = (from: AccountKey, to: AccountKey, fen: bigint, key: string = randomUUID()): Movement => ({
  key,
  kind: "released",
  ref: "test",
  why: "",
  entries: [
    { account: from, debitFen: fen },
    { account: to, creditFen: fen },
  ],
});
const book = (movement: Movement) => transact(async (tx) => post(tx, movement, await appNow(tx)));

test("posting and reading", async () => {
  const [a, b] = [pool(), pool()];
  await book(move("bank:cny", a, 100n));
  await book(move(a, b, 30n));
  const untouched = pool();
  const found = await balancesOf([a, b, untouched, "bank:cny"]);
  expect([...found.values()]).toEqual([70n, 30n, 0n, 100n]);
  expect(await balanceOf(a)).toBe(70n);
  expect(await balanceOf(b)).toBe(30n);
});

test("the same movement fifty times at once is one movement", async () => {
  const a = pool();
  const movement = move("bank:cny", a, 100n);
  await Promise.all(Array.from({ length: 50 }, () => book(movement)));
  expect(await balanceOf(a)).toBe(100n);
  expect(await db.ledgerTx.count({ where: { idemKey: movement.key } })).toBe(1);
  await expect(book({ ...movement, ref: "other" })).rejects.toThrow(/other content/);
});

test("a hundred spenders of an account that holds ten: ten of them", async () => {
  const [a, b] = [pool(), pool()];
  await book(move("bank:cny", a, 10n));
  const spent = await Promise.allSettled(Array.from({ length: 100 }, () => book(move(a, b, 1n))));
  expect(spent.filter((one) => one.status === "fulfilled")).toHaveLength(10);
  for (const one of spent) if (one.status === "rejected") expect(String(one.reason)).toMatch(/no_overdraft/);
  expect([await balanceOf(a), await balanceOf(b)]).toEqual([0n, 10n]);
});

test("crosswise movements between the same accounts all arrive", async () => {
  const [a, b] = [pool(), pool()];
  await book(move("bank:cny", a, 1_000n));
  await book(move("bank:cny", b, 1_000n));
  await Promise.all(Array.from({ length: 60 }, (_, i) => book(i % 2 ? move(a, b, 1n) : move(b, a, 1n))));
  expect([await balanceOf(a), await balanceOf(b)]).toEqual([1_000n, 1_000n]);
});

test("a movement of a verb that rolls back was never there", async () => {
  const a = pool();
  const movement = move("bank:cny", a, 5n);
  const verb = transact(async (tx) => {
    await post(tx, movement, await appNow(tx));
    throw new Error("the guard after the money");
  });
  await expect(verb).rejects.toThrow("the guard after the money");
  expect(await balanceOf(a)).toBe(0n);
  await book(movement);
  expect(await balanceOf(a)).toBe(5n);
});

test("a crooked movement is refused as a whole", async () => {
  const a = pool();
  const movement = move("bank:cny", a, 5n);
  movement.entries[0]!.debitFen = 6n;
  await expect(book(movement)).rejects.toThrow(/does not sum to zero/);
  expect(await balanceOf(a)).toBe(0n);
});

test("blocks seal what is old enough, once, and only while nobody writes", async () => {
  const now = await appNow();
  const later = new Date(now.getTime() + 2 * 3_600_000);
  expect(await sealBlock(now)).toBe(0);
  let writing = () => {};
  const held = new Promise<void>((resolve) => {
    writing = resolve;
  });
  let posted = () => {};
  const began = new Promise<void>((resolve) => {
    posted = resolve;
  });
  const writer = transact(async (tx) => {
    await post(tx, move("bank:cny", pool(), 1n), now);
    posted();
    await held;
  });
  await began;
  expect(await sealBlock(later)).toBe(0);
  writing();
  await writer;
  expect((await Promise.all([sealBlock(later), sealBlock(later), sealBlock(later)])).reduce((a, b) => a + b)).toBe(1);
  const block = await db.ledgerBlock.findFirstOrThrow();
  expect(block).toMatchObject({ seq: 1, hashPrev: "", rows: await db.ledgerTx.count() });
  expect(await sealBlock(later)).toBe(0);
});
