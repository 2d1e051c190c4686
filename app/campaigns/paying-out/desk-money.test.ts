import { expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { deskMoney } from "#app/campaigns/paying-out/desk-money.server.ts";
import { DeskMoneyQuery } from "#app/campaigns/paying-out/desk-money.ts";
import { holdStage } from "#app/campaigns/paying-out/hold-stage.server.ts";
import { db } from "#app/db.server.ts";
import { operator } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const { viewer } = await creator();
const query = (search: Record<string, string>) => DeskMoneyQuery.parse(search);
/** Every stage of a list, page by page. */
async function every(show: string) {
  const ids: string[] = [];
  for (let after: string | null = null, page = 1; page === 1 || after; page++) {
    const found = await deskMoney(query({ show, ...(after ? { after } : {}) }), 4);
    expect(found.stages.length).toBeLessThanOrEqual(4);
    ids.push(...found.stages.map(({ id }) => id));
    after = found.next;
  }
  return ids;
}

/** A campaign that succeeded and is collected, with its stages: the lists ask only for their state. */
async function withStages() {
  const id = await liveCampaign(viewer);
  const createdAt = await appNow();
  await db.campaign.update({ where: { id }, data: { lifecycle: "SUCCESSFUL", collection: "CLOSED", collectedFen: 0n } });
  const row = { campaignId: id, outcome: "SUCCESSFUL" as const, result: { decidingFen: "1", goalFen: "1" }, at: createdAt };
  await db.settlementResult.create({ data: row });
  const stages = [1, 2, 3].map((stage) => ({ campaignId: id, stage, shareBps: 3000, createdAt }));
  const payouts = await db.payout.createManyAndReturn({ data: stages, select: { id: true } });
  return { id, payouts: payouts.map((payout) => payout.id) };
}

test("a stage that waits for an operator comes first, however many are still to come", async () => {
  const payouts: string[] = [];
  for (let i = 0; i < 3; i++) payouts.push(...(await withStages()).payouts);
  payouts.sort();
  const [failed, warned, held] = payouts.slice(-3) as [string, string, string];
  expect(await every("deciding")).not.toContain(held);
  expect((await every("coming")).filter((id) => payouts.includes(id))).toEqual(payouts);
  await holdStage((await operator()).viewer, held, true, "等待检测报告");
  await db.payout.update({ where: { id: warned }, data: { warnedAt: await appNow() } });
  await db.payout.update({ where: { id: failed }, data: { state: "FAILED" } });
  expect(await every("deciding")).toEqual(expect.arrayContaining([failed, warned, held]));
  const coming = await every("coming");
  expect(new Set(coming).size).toBe(coming.length);
  expect(coming.filter((id) => payouts.includes(id))).toEqual(payouts.slice(0, -3));
});

test("the stages of one campaign are found from its page; a search that says nothing shows what waits", async () => {
  const [one, other] = [await withStages(), await withStages()];
  const { stages, next } = await deskMoney(query({ campaign: one.id }));
  expect(stages.map(({ id }) => id)).toEqual(one.payouts);
  expect(stages.some(({ id }) => other.payouts.includes(id))).toBe(false);
  expect(next).toBeNull();
  expect(query({ show: "everything", after: "no-id", campaign: "1" })).toEqual({ show: "deciding", after: null, campaign: null });
});

test("campaigns whose money comes in go on from page to page, the earliest deadline first", async () => {
  const ids = await Promise.all(Array.from({ length: 3 }, () => liveCampaign(viewer)));
  const to = (id: string, deadlineAt: Date) => db.campaign.update({ where: { id }, data: { lifecycle: "SETTLING", deadlineAt } });
  const day = new Date("2027-01-01T12:00:00Z");
  for (const id of ids) await to(id, day);
  const [first, second, third] = [...ids].sort();
  const page = await deskMoney(query({ show: "settling" }), 2);
  expect([page.settling.map(({ id }) => id), page.next]).toEqual([[first, second], second]);
  const rest = await deskMoney(query({ show: "settling", after: page.next! }), 2);
  expect([rest.settling.map(({ id }) => id), rest.next]).toEqual([[third], null]);
});
