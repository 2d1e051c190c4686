import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { runCheck } from "#app/ledger/audit.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { setAsideEvent } from "#app/people/desk/set-aside-event.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const HOUR_MS = 3_600_000;
/** An event about an order that nobody here ever made. */
async function strange(hours: number) {
  const eventId = `evt_${randomUUID()}`;
  const payload = { data: { object: { id: "re_x", metadata: { intent_id: randomUUID() } } } };
  const now = await appNow();
  await db.pspInbox.create({
    data: { eventId, type: "refund.updated", livemode: false, payload, receivedAt: new Date(now.getTime() - hours * HOUR_MS), dueAt: now },
  });
  await processEvent(eventId, {}, {});
  return eventId;
}
const rowOf = (eventId: string) => db.pspInbox.findUniqueOrThrow({ where: { eventId } });
const found = async () => (await runCheck("inbox")).found;
const reason = "对应的指令不在本系统";

test("an event that can never be acted on is set aside by one operator, is tried no more, and the check is whole again", async () => {
  const { viewer, userId } = await operator();
  const eventId = await strange(25);
  expect(await rowOf(eventId)).toMatchObject({ processedAt: null, attempts: 1 });
  expect(await found()).toBe(1);
  await expect(setAsideEvent((await person()).viewer, { eventId, reason })).rejects.toMatchObject({ code: "notFound" });
  await expect(setAsideEvent(viewer, { eventId: "evt_none", reason })).rejects.toMatchObject({ code: "notFound" });
  const acts = await Promise.allSettled(Array.from({ length: 6 }, () => setAsideEvent(viewer, { eventId, reason })));
  expect(acts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const log = await db.operatorAct.findMany({ where: { act: "setAsideEvent", subjectId: eventId } });
  expect(log).toMatchObject([{ reason, details: { type: "refund.updated", error: expect.stringContaining("no intent") } }]);
  expect(await found()).toBe(0);
  const kept = await rowOf(eventId);
  expect(kept).toMatchObject({ processedAt: expect.any(Date), dueAt: null, lastError: `set aside by ${userId}: ${reason}` });
  await sweepTill(new Date((await appNow()).getTime() + 7 * HOUR_MS));
  expect(await db.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'process-event'`).toEqual([]);
  await processEvent(eventId, {}, {});
  expect(await rowOf(eventId)).toEqual(kept);
});

test("an event that may still be only early is not", async () => {
  const { viewer } = await operator();
  const eventId = await strange(23);
  await expect(setAsideEvent(viewer, { eventId, reason })).rejects.toMatchObject({ code: "wrongState" });
  expect(await rowOf(eventId)).toMatchObject({ processedAt: null });
  expect(await db.operatorAct.count({ where: { subjectId: eventId } })).toBe(0);
});
