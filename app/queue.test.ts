import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { enqueue, enqueueLook, startQueue, stopQueue } from "#app/queue.server.ts";
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

test("who looks again and again sends one job that waits, and one that failed is not tried again but sent again", async () => {
  const look = (key = "thing") => transact((tx) => enqueueLook(tx, "try-look", { key }, { key, seconds: 86_400 }));
  const jobs = () =>
    db.$queryRaw<
      { state: string }[]
    >`SELECT state::text FROM pgboss.job WHERE name = 'try-look' AND singleton_key = 'thing' ORDER BY state`;
  /** The next looks fall into another stretch of time. */
  const pass = () => db.$executeRaw`UPDATE pgboss.job SET singleton_on = singleton_on - interval '1 day' WHERE name = 'try-look'`;
  await Promise.all(Array.from({ length: 8 }, () => look()));
  for (let i = 0; i < 3; i++) {
    await pass();
    await look();
  }
  expect(await jobs()).toEqual([{ state: "created" }]);
  await look("other");
  let calls = 0;
  await new Promise<void>((resolve) => {
    void startQueue({
      "try-look": async ({ key }) => {
        if (key === "other") return resolve();
        calls += 1;
        throw new Error("the channel is away");
      },
    });
  });
  await expect.poll(jobs).toEqual([{ state: "failed" }]);
  await look();
  await expect.poll(jobs).toEqual([{ state: "failed" }, { state: "failed" }]);
  expect(calls).toBe(2);
});
