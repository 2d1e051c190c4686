import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { cancelCampaign } from "#app/campaigns/launching/cancel-campaign.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { backer, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { pledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { sound } from "#app/campaigns/pledging/races.fixtures.ts";
import { endStandstill } from "#app/campaigns/settling/end-standstill.server.ts";
import { campaignOf, settleDown, statesOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { Result } from "#app/campaigns/settling/result.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { moderateCampaign } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { operator } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
const clerk = (await operator()).viewer;
const code = (answer: PromiseSettledResult<unknown>) => (answer.status === "rejected" ? answer.reason.code : "done");

/** Two wallets and two cards, each enough with another one; suspended before its deadline, which has passed. */
async function stopped(verb: "suspend" | "purge" = "suspend") {
  const campaignId = await liveCampaign((await creator()).viewer, small);
  const backers = await Promise.all([1, 2, 3, 4].map(() => backer()));
  const ids: string[] = [];
  for (const [i, { viewer }] of backers.entries())
    ids.push(await pledge(viewer, campaignId, { rewards: { 0: 3 }, lane: i < 2 ? "WALLET" : "CARD" }));
  await moderateCampaign(clerk, campaignId, "suspend", "核实账户异常");
  if (verb === "purge") await moderateCampaign(clerk, campaignId, "purge", "查实冒用他人身份");
  const leave = (i: number) => cancelPledge(backers[i]!.viewer, ids[i]!, "不想再等");
  return { campaignId, backers, ids, leave };
}

test("after its deadline everybody may leave a stopped campaign and has the money back; nobody may once it goes on", async () => {
  const { campaignId, backers, ids, leave } = await stopped();
  await advance("31d");
  await settleDown();
  expect((await pledgePage(backers[0]!.viewer, ids[0]!, await appNow()))!.may).toMatchObject({ cancel: true, change: false });
  expect([await leave(0), await leave(2)]).toEqual(["cancelled", "cancelled"]);
  await settleDown();
  await advance("1h");
  await settleDown();
  const paid = await pledgeOf(ids[0]!);
  expect(paid).toMatchObject({ state: "REFUNDED", refundedFen: paid.collectedFen, counted: false });
  expect(await pledgeOf(ids[2]!)).toMatchObject({ state: "CANCELLED", counted: false, collectedFen: 0n });
  expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe((await pledgeOf(ids[1]!)).collectedFen);
  await sound(campaignId);
  await moderateCampaign(clerk, campaignId, "clear", "账户属实");
  expect((await pledgePage(backers[1]!.viewer, ids[1]!, await appNow()))!.may.cancel).toBe(false);
  await expect(leave(1)).rejects.toMatchObject({ code: "campaignClosed" });
  await settleDown();
  const { result } = await db.settlementResult.findUniqueOrThrow({ where: { campaignId } });
  expect(Result.parse(result)).toMatchObject({ outcome: "SUCCESSFUL", backers: 2 });
});

test("it is cleared and settled while its backers leave: each is either out with everything or in the result", async () => {
  for (const place of [0, 1, 2]) {
    const { campaignId, ids, leave } = await stopped();
    await advance("31d");
    await tick("expireClaims", "beginSettling");
    // Two leave while it is cleared, two while it is settled.
    const cleared = moderateCampaign.bind(null, clerk, campaignId, "clear", "账户属实");
    const first: (() => Promise<unknown>)[] = [() => leave(0), () => leave(1)];
    first.splice(place, 0, cleared);
    const [begun, then] = [
      (await Promise.allSettled(first.map((act) => act()))).map(code),
      (await Promise.allSettled([leave(2), settleCampaign(campaignId), settleCampaign(campaignId), leave(3)])).map(code),
    ];
    expect(begun.splice(place, 1)).toEqual(["done"]);
    expect(then.slice(1, 3).sort()).toEqual(["done", "wrongState"]);
    const answers = [...begun, then[0], then[3]];
    for (const answer of answers) expect(["done", "campaignClosed"]).toContain(answer);
    const out = answers.filter((answer) => answer === "done").length;
    const result = Result.parse((await db.settlementResult.findUniqueOrThrow({ where: { campaignId } })).result);
    expect([result.backers, result.outcome]).toEqual([4 - out, out < 3 ? "SUCCESSFUL" : "FAILED"]);
    for (const [i, id] of ids.entries()) {
      const { counted, collectedFen, refundedFen } = await pledgeOf(id);
      expect(counted).toBe(answers[i] !== "done");
      if (!counted) expect(refundedFen).toBe(collectedFen);
    }
    await sound(campaignId);
    await settleDown();
  }
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

test("operators are reminded every two days, and what nobody decided is cancelled with everything given back", async () => {
  const { campaignId, leave } = await stopped("purge");
  const reminders = async () => {
    const told = await db.notice.findMany({
      where: { kind: "campaigns.notice.standstill", subject: { startsWith: `standstill:${campaignId}` } },
      distinct: ["subject"],
      select: { subject: true },
    });
    return told.length;
  };
  await advance("31d");
  await settleDown();
  expect((await campaignOf(campaignId)).lifecycle).toBe("SETTLING");
  await Promise.all([tick("remindStandstill"), tick("remindStandstill")]);
  await tick("remindStandstill");
  expect(await reminders()).toBe(1);
  expect(await db.notice.count({ where: { userId: clerk.userId, subject: `standstill:${campaignId}:0` } })).toBe(1);
  await advance("2d");
  await tick("remindStandstill", "endStandstill");
  expect([await reminders(), (await campaignOf(campaignId)).lifecycle]).toEqual([2, "SETTLING"]);
  await expect(endStandstill(campaignId)).rejects.toMatchObject({ code: "wrongState" });
  await advance("10d");
  // One end among all that may come at this moment.
  const all = await Promise.allSettled([leave(0), ...Array.from({ length: 6 }, () => endStandstill(campaignId)), leave(1)]);
  expect(all.slice(1, -1).filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (let hour = 0; hour < 2; hour++) {
    await settleDown();
    await advance("1h");
  }
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "CANCELLED", endReason: "standstill" });
  const states = await statesOf(campaignId);
  expect(states.slice(0, 2)).toEqual(["REFUNDED", "REFUNDED"]);
  expect(states.slice(2)).toEqual(["RELEASED", "RELEASED"]);
  expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
  expect(await tick("remindStandstill", "endStandstill")).toBe(0);
});

test("at its last moment it is cleared, cancelled by an operator, or ended by the clock: one of them", async () => {
  const ids = (await Promise.all([stopped(), stopped(), stopped()])).map(({ campaignId }) => campaignId);
  await advance("43d");
  await tick("expireClaims", "beginSettling");
  for (const campaignId of ids) {
    const goesOn = async () => {
      await moderateCampaign(clerk, campaignId, "clear", "账户属实");
      await settleCampaign(campaignId);
    };
    await Promise.allSettled([endStandstill(campaignId), goesOn(), cancelCampaign(clerk, campaignId, "账户确有异常")]);
    const { lifecycle } = await campaignOf(campaignId);
    const results = await db.settlementResult.count({ where: { campaignId } });
    expect([lifecycle, results]).toEqual(results === 1 ? ["SUCCESSFUL", 1] : ["CANCELLED", 0]);
    const ends = await db.transition.count({ where: { entity: "campaign", entityId: campaignId, from: "SETTLING" } });
    expect(ends).toBe(1);
  }
  await settleDown();
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
