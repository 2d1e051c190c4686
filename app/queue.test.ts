import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { enqueue, startQueue, stopQueue } from "#app/queue.server.ts";
import { transact } from "#app/transact.server.ts";

afterAll(stopQueue);

test("a job exists when its transaction committed, and only then", async () => {
  const [kept, lost] = [randomUUID(), randomUUID()];
  const undo = new Error("undo");
  await transact((tx) => enqueue(tx, "try-commit", { id: kept }));
  await expect(
    transact(async (tx) => {
      await enqueue(tx, "try-commit", { id: lost });
      throw undo;
    }),
  ).rejects.toBe(undo);
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    void startQueue({
      "try-commit": async ({ id }) => {
        seen.push(id as string);
        resolve();
      },
    });
  });
  expect(seen).toEqual([kept]);
  const left = await db.$queryRaw<{ state: string }[]>`SELECT state::text FROM pgboss.job WHERE data->>'id' = ${lost}`;
  expect(left).toEqual([]);
});

test("a job that throws is tried again", async () => {
  let calls = 0;
  const done = new Promise<void>((resolve) => {
    void startQueue({
      "try-again": async () => {
        calls += 1;
        if (calls === 1) throw new Error("the mail server is away");
        resolve();
      },
    });
  });
  await transact((tx) => enqueue(tx, "try-again", {}));
  await done;
  expect(calls).toBe(2);
});
