import "#app/payments/world.fixtures.ts";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { journal } from "#app/ledger/journal.server.ts";
import { paymentReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { parkIntent } from "#app/payments/apply-outcome.server.ts";
import { lastComparison } from "#app/payments/compare-balance.server.ts";
import { askPayment, newFact, pageOf, stateOf } from "#app/payments/fixtures.ts";
import { waitingIntents } from "#app/payments/queries.server.ts";
import { pay } from "#app/payments/world.fixtures.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { purposes, tellDesk } from "#app/purposes.server.ts";
import { compareNow, resolveIntent } from "#app/routes/desk/books-acts.server.ts";

/** The product's table knows no facts of tests: this one stands in while the file runs. */
purposes["pay-fact"] = {
  async succeeded(tx, intent, _facts, now) {
    await post(tx, paymentReceived({ intentId: intent.id, milestoneId: intent.refId, amountFen: intent.amountFen }), now);
  },
  async failed() {},
};

test("an operator wakes a stopped order; what the channel says is applied, and the act is logged", async () => {
  const desk = await operator();
  const intentId = await askPayment(newFact(), 5_000n);
  await pay(await pageOf(intentId));
  expect(await parkIntent(intentId, "something odd")).toBe("PARKED");
  expect((await waitingIntents()).find((one) => one.id === intentId)).toMatchObject({ state: "PARKED", lastError: "something odd" });
  await tellDesk({ intentId });
  const notice = await db.notice.findFirstOrThrow({ where: { userId: desk.userId } });
  expect(notice).toMatchObject({ kind: "money.notice.parked", params: { amountFen: "5000" }, href: "/desk/books" });

  await expect(resolveIntent((await person()).viewer, intentId)).rejects.toMatchObject({ code: "notFound" });
  expect(await stateOf(intentId)).toBe("PARKED");
  await resolveIntent(desk.viewer, intentId);
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
  await expect(resolveIntent(desk.viewer, intentId)).rejects.toMatchObject({ code: "wrongState" });
  await expect(resolveIntent(desk.viewer, randomUUID())).rejects.toMatchObject({ code: "notFound" });
  expect(await db.operatorAct.count({ where: { act: "resolveIntent" } })).toBe(1);

  await compareNow(desk.viewer);
  expect(await lastComparison()).toMatchObject({ agrees: true });
});

test("the journal is found by key, kind, reference and account, page by page", async () => {
  const fact = newFact();
  const desk = await operator();
  const intentId = await askPayment(fact, 6_000n);
  await pay(await pageOf(intentId));
  await resolveIntent(desk.viewer, intentId);
  for (const words of [`paid:${intentId}`, `escrow:milestone:${fact.factId}`, fact.factId.slice(0, 20)]) {
    const { lines } = await journal(words, null);
    expect(
      lines.map((line) => line.key),
      words,
    ).toContain(`paid:${intentId}`);
  }
  expect((await journal("paymentReceived", null)).lines.length).toBeGreaterThan(1);
  expect((await journal("100%", null)).lines).toEqual([]);
  const newest = (await journal("", null)).lines[0]!;
  expect((await journal("", BigInt(newest.id))).lines.map((line) => line.id)).not.toContain(newest.id);
});
