import { beforeEach, describe, expect, it } from "vitest";
import { createContract } from "#app/contracts/create-contract.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import {
  answersOf,
  dealAt,
  deliver,
  fund,
  paid,
  payable,
  sentContract,
  settleAll,
  signedContract,
  stageOf,
} from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { days, hours, policy } from "#app/contracts/policy.ts";
import { postMessage } from "#app/contracts/post-message.server.ts";
import { contractPage, contractText, messagesOf, myContracts, openObligations } from "#app/contracts/queries.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { terminateUnstarted } from "#app/contracts/terminate-unstarted.server.ts";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { company, person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const contractOf = (id: string) => db.contract.findUniqueOrThrow({ where: { id } });
const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const no = (code: string) => expect.objectContaining({ code });

beforeEach(() => setOffset(0));

describe("a contract", () => {
  it("goes from both signatures to its last payment", async () => {
    const deal = await signedContract({ amounts: [500_000n, 300_000n] });
    await payable(deal.provider.orgId);
    expect((await contractOf(deal.contractId)).state).toBe("SIGNED");
    for (const stage of [0, 1]) {
      await fund(deal, stage);
      expect((await stageOf(deal, stage)).state).toBe("FUNDED");
      expect(await balanceOf(`escrow:milestone:${deal.stages[stage]}`)).toBe((await stageOf(deal, stage)).amountFen);
      await startWork(deal.provider.viewer, deal.stages[stage]!);
      await deliver(deal, stage);
      await acceptDelivery(deal.employer.viewer, deal.stages[stage]!);
      expect((await stageOf(deal, stage)).state).toBe("ACCEPTED");
      expect(await tick("releaseMilestone")).toBe(0);
      await pass(days(5) + 1000);
      expect(await tick("releaseMilestone")).toBe(1);
      expect((await stageOf(deal, stage)).state).toBe("RELEASING");
      expect(await balanceOf(`escrow:milestone:${deal.stages[stage]}`)).toBe(0n);
      expect(await settleAll(deal)).toBe(1);
      expect((await stageOf(deal, stage)).state).toBe("RELEASED");
    }
    expect((await contractOf(deal.contractId)).state).toBe("COMPLETED");
    const sent = await db.remittance.findMany({ where: { milestoneId: { in: deal.stages } }, orderBy: { id: "asc" } });
    expect(sent.map((r) => [r.kind, r.state, r.amountFen])).toEqual([
      ["TRANSFER", "DONE", 475_000n],
      ["TRANSFER", "DONE", 285_000n],
    ]);
    for (const account of ["pending", "available", "withdrawing"] as const)
      expect(await balanceOf(`provider:${account}:${deal.provider.orgId}`)).toBe(0n);
    const moves = await db.transition.findMany({ where: { entity: "milestone", entityId: deal.stages[0]! }, orderBy: { id: "asc" } });
    expect(moves.map((m) => m.to)).toEqual(["AWAITING_FUNDING", "FUNDED", "WORKING", "SUBMITTED", "ACCEPTED", "RELEASING", "RELEASED"]);
    expect(await openObligations(deal.provider.orgId)).toMatchObject({ payments: 0 });
  });

  it("is signed once by each side, only in the version shown and in time", async () => {
    const deal = await sentContract();
    const { versionHash } = await contractOf(deal.contractId);
    const sign = (who: typeof deal.employer, hash = versionHash) =>
      signContract(who.viewer, { contractId: deal.contractId, versionHash: hash });
    await expect(sign(deal.employer, "0".repeat(64))).rejects.toEqual(no("changedMeanwhile"));
    await expect(sign(await person())).rejects.toEqual(no("notFound"));
    const both = await Promise.allSettled([sign(deal.employer), sign(deal.employer), sign(deal.employer)]);
    expect(both.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    await sign(deal.provider);
    expect((await contractOf(deal.contractId)).state).toBe("SIGNED");
    await expect(sign(deal.provider)).rejects.toEqual(no("wrongState"));
    const late = await sentContract();
    await pass(days(10));
    const hash = (await contractOf(late.contractId)).versionHash;
    await expect(signContract(late.provider.viewer, { contractId: late.contractId, versionHash: hash })).rejects.toEqual(no("wrongState"));
  });

  it("is not made between organisations that share a member", async () => {
    const owner = await person();
    const firm = await company({ owner });
    await expect(sentContract({ employer: firm, provider: owner })).rejects.toEqual(no("selfDealing"));
    await expect(
      transact(async (tx) =>
        createContract(
          tx,
          { taskId: "", bidId: "", employerId: "a", providerId: "b", title: "", priceFen: 2n, ipClause: "LICENCE", stages: [] },
          new Date(0),
        ),
      ),
    ).rejects.toThrow("sum to its price");
  });

  it("lapses unsigned or unfunded, and a payment that comes too late goes back whole", async () => {
    const unsigned = await sentContract();
    const lapse = (id: string, reason: "unsigned" | "unfunded") =>
      transact(async (tx) => terminateUnstarted(tx, id, reason, await appNow(tx)));
    await expect(lapse(unsigned.contractId, "unsigned")).rejects.toEqual(no("wrongState"));
    const deal = await signedContract();
    const { intentId } = await fundMilestone(deal.employer.viewer, deal.stages[0]!);
    await pass(days(12));
    await lapse(unsigned.contractId, "unsigned");
    await lapse(deal.contractId, "unfunded");
    expect((await contractOf(unsigned.contractId)).state).toBe("TERMINATED");
    expect((await stageOf(deal)).state).toBe("CANCELLED");
    await paid(intentId);
    expect(await balanceOf(`escrow:milestone:${deal.stages[0]}`)).toBe(0n);
    expect(await settleAll(deal)).toBe(1);
    expect((await db.remittance.findFirstOrThrow({ where: { milestoneId: deal.stages[0] } })).state).toBe("DONE");
    expect((await stageOf(deal)).state).toBe("CANCELLED");
  });

  it("pauses when a later stage stays unfunded, lets the provider leave after ten days, and resumes on payment", async () => {
    const deal = await dealAt("ACCEPTED");
    await expect(endContract(deal.provider.viewer, { contractId: deal.contractId, reason: "不做了不做了" })).rejects.toEqual(
      no("mayNotLeaveYet"),
    );
    await pass(hours(73));
    expect(await tick("pauseUnfunded")).toBe(1);
    expect((await contractOf(deal.contractId)).state).toBe("PAUSED");
    await fund(deal, 1);
    expect((await contractOf(deal.contractId)).state).toBe("ACTIVE");
    await expect(endContract(deal.provider.viewer, { contractId: deal.contractId, reason: "改变计划了" })).rejects.toEqual(
      no("stagesRunning"),
    );

    const other = await dealAt("ACCEPTED");
    await payable(other.provider.orgId);
    await pass(days(10) + hours(1));
    await endContract(other.provider.viewer, { contractId: other.contractId, reason: "雇主一直没有托管" });
    expect((await stageOf(other, 1)).state).toBe("CANCELLED");
    await tick("releaseMilestone");
    await settleAll(other);
    expect((await contractOf(other.contractId)).state).toBe("COMPLETED");
  });
});

describe("work", () => {
  it("starts by itself a day after the funding, and not before", async () => {
    const deal = await dealAt("FUNDED");
    await tick("startWork");
    expect((await stageOf(deal)).state).toBe("FUNDED");
    await pass(hours(24) + 1000);
    await tick("startWork");
    expect((await stageOf(deal)).state).toBe("WORKING");
    await expect(startWork(deal.provider.viewer, deal.stages[0]!)).rejects.toEqual(no("wrongState"));
  });

  it("is delivered only with an answer to each acceptance item, by the provider", async () => {
    const deal = await dealAt("WORKING");
    const milestoneId = deal.stages[0]!;
    const answers = await answersOf(milestoneId);
    const say = (viewer: typeof deal.provider.viewer, given: typeof answers) =>
      submitDelivery(viewer, { milestoneId, note: "完成", answers: given, files: [] });
    await expect(say(deal.provider.viewer, answers.slice(1))).rejects.toEqual(no("itemsUnanswered"));
    await expect(say(deal.provider.viewer, [answers[0]!, answers[0]!])).rejects.toEqual(no("itemsUnanswered"));
    await expect(say(deal.employer.viewer, answers)).rejects.toEqual(no("notAllowed"));
    await expect(say((await person()).viewer, answers)).rejects.toEqual(no("notFound"));
    await say(deal.provider.viewer, answers);
    expect((await stageOf(deal)).state).toBe("SUBMITTED");
  });

  it("is changed twice at most; each time the clock stops and starts again", async () => {
    const deal = await dealAt("SUBMITTED");
    const milestoneId = deal.stages[0]!;
    const failed = (await answersOf(milestoneId)).slice(0, 1).map((a) => a.itemId);
    for (const round of [1, 2]) {
      await requestChanges(deal.employer.viewer, { milestoneId, failed, text: "源文件缺少字体" });
      expect(await stageOf(deal)).toMatchObject({ state: "CHANGES_REQUESTED", acceptBy: null, round });
      await deliver(deal);
    }
    await expect(requestChanges(deal.employer.viewer, { milestoneId, failed, text: "还是不对" })).rejects.toEqual(no("roundsUsed"));
    const page = await contractPage(deal.employer.viewer, deal.contractId);
    expect(page!.stages[0]!.deliveries.map((d) => [d.round, d.answers.filter((a) => a.failed).length])).toEqual([
      [3, 0],
      [2, 1],
      [1, 1],
    ]);
    const other = await dealAt("SUBMITTED");
    await expect(requestChanges(other.employer.viewer, { milestoneId: other.stages[0]!, failed, text: "别的合同的条目" })).rejects.toEqual(
      no("notFound"),
    );
  });

  it("accept and ask for changes at the same moment: one of them", async () => {
    const deal = await dealAt("SUBMITTED");
    const milestoneId = deal.stages[0]!;
    const failed = (await answersOf(milestoneId)).map((a) => a.itemId);
    const results = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => acceptDelivery(deal.employer.viewer, milestoneId)),
      ...Array.from({ length: 5 }, () => requestChanges(deal.employer.viewer, { milestoneId, failed, text: "请修改一下" })),
    ]);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of results) if (r.status === "rejected") expect(r.reason).toEqual(no("wrongState"));
  });
});

describe("automatic acceptance", () => {
  it("comes after two delivered reminders, each sent once", async () => {
    const deal = await dealAt("SUBMITTED", { acceptDays: 7 });
    const { acceptBy } = await stageOf(deal);
    const until = (h: number) => setNow(new Date(acceptBy!.getTime() - hours(h) + 1000));
    const reminders = () => db.notice.count({ where: { subject: `milestone:${deal.stages[0]}:1` } });
    for (const [i, h] of policy.reminderHours.entries()) {
      await until(h);
      await tick("remindAcceptance");
      await tick("remindAcceptance");
      expect(await reminders()).toBe(i + 1);
      await tick("acceptDelivery");
      expect((await stageOf(deal)).state).toBe("SUBMITTED");
    }
    await until(0);
    await tick("acceptDelivery");
    expect(await stageOf(deal)).toMatchObject({ state: "ACCEPTED", acceptedByRule: true });
  });

  it("is put off by a day when the reminders did not go out", async () => {
    const deal = await dealAt("SUBMITTED", { acceptDays: 7 });
    const { acceptBy } = await stageOf(deal);
    await setNow(new Date(acceptBy!.getTime() + hours(1)));
    expect(await tick("acceptDelivery")).toBe(0);
    await tick("remindAcceptance");
    expect((await stageOf(deal)).acceptBy!.getTime()).toBeGreaterThan(acceptBy!.getTime() + hours(24));
    await tick("acceptDelivery");
    expect((await stageOf(deal)).state).toBe("SUBMITTED");
    // That reminder's mail was accepted: it counts as the second delivery.
    await db.notice.updateMany({ where: { subject: `milestone:${deal.stages[0]}:1` }, data: { mailedAt: await appNow() } });
    await pass(hours(25));
    await tick("acceptDelivery");
    expect((await stageOf(deal)).state).toBe("ACCEPTED");
  });

  it("stands still while the task is suspended", async () => {
    const deal = await dealAt("ACCEPTED");
    const { taskId } = await contractOf(deal.contractId);
    await db.task.update({
      where: { id: taskId },
      data: { state: "SUSPENDED", suspendedFrom: "CONTRACTING", suspendedAt: await appNow() },
    });
    await pass(days(6));
    await tick("releaseMilestone");
    await expect(releaseMilestone(deal.stages[0]!)).rejects.toEqual(no("taskSuspended"));
    await expect(fundMilestone(deal.employer.viewer, deal.stages[1]!)).rejects.toEqual(no("taskSuspended"));
    expect((await stageOf(deal)).state).toBe("ACCEPTED");
    await db.task.update({ where: { id: taskId }, data: { state: "CONTRACTING", suspendedFrom: null, suspendedAt: null } });
    await tick("releaseMilestone");
    expect((await stageOf(deal)).state).toBe("RELEASING");
  });
});

describe("reminders of what is owed", () => {
  const told = (deal: { contractId: string }, kind: string) =>
    db.notice.findMany({ where: { kind: `contracts.notice.${kind}`, href: `/contracts/${deal.contractId}` }, select: { userId: true } });

  it("go to the side that has not signed, once a mark", async () => {
    const deal = await sentContract();
    const { versionHash, signBy } = await contractOf(deal.contractId);
    await signContract(deal.provider.viewer, { contractId: deal.contractId, versionHash });
    for (const [h, times] of [
      [24, 1],
      [2, 2],
    ] as const) {
      await setNow(new Date(signBy.getTime() - hours(h) + 1000));
      await tick("remindDeadlines");
      await tick("remindDeadlines");
      expect(await told(deal, "remindSign")).toEqual(Array.from({ length: times }, () => ({ userId: deal.employer.userId })));
    }
  });

  it("go to the employer before funding ends and to the provider before delivery is due; after the deadline no more", async () => {
    const deal = await signedContract();
    const { fundBy } = await stageOf(deal);
    await setNow(new Date(fundBy!.getTime() - hours(1)));
    await tick("remindDeadlines");
    expect(await told(deal, "remindFund")).toEqual([{ userId: deal.employer.userId }]);
    await fund(deal);
    await startWork(deal.provider.viewer, deal.stages[0]!);
    const { dueAt } = await stageOf(deal);
    await setNow(new Date(dueAt!.getTime() - hours(71)));
    await tick("remindDeadlines");
    expect(await told(deal, "remindDeliver")).toEqual([{ userId: deal.provider.userId }]);
    await setNow(new Date(dueAt!.getTime() + hours(1)));
    await tick("remindDeadlines");
    expect(await told(deal, "remindDeliver")).toHaveLength(1);
  });
});

describe("a payment into escrow", () => {
  it("is one intent however often the button is pressed, and counts once", async () => {
    const deal = await signedContract();
    const press = () => fundMilestone(deal.employer.viewer, deal.stages[0]!);
    const pressed = await Promise.all(Array.from({ length: 10 }, press));
    expect(new Set(pressed.map((p) => p.intentId)).size).toBe(1);
    await Promise.all(Array.from({ length: 10 }, () => paid(pressed[0]!.intentId)));
    expect(await balanceOf(`escrow:milestone:${deal.stages[0]}`)).toBe(500_000n);
    expect(await db.fundingLot.count({ where: { refId: deal.stages[0] } })).toBe(1);
    await expect(press()).rejects.toEqual(no("wrongState"));
    await expect(fundMilestone(deal.provider.viewer, deal.stages[1]!)).rejects.toEqual(no("notAllowed"));
  });
});

describe("what is read", () => {
  it("is for the two sides and operators, the same nothing for others", async () => {
    const deal = await dealAt("FUNDED");
    const stranger = await person();
    expect(await contractPage(stranger.viewer, deal.contractId)).toBeNull();
    expect(await contractText(stranger.viewer, deal.contractId, null)).toBeNull();
    expect((await contractPage(deal.provider.viewer, deal.contractId))!.side).toBe("PROVIDER");
    expect((await contractPage({ ...stranger.viewer, operator: true }, deal.contractId))!.side).toBeNull();
    const mine = await myContracts(deal.provider.viewer, "open", null);
    expect(mine.contracts.some((c) => c.id === deal.contractId)).toBe(true);
    expect((await myContracts(stranger.viewer, "all", null)).contracts).toEqual([]);
  });

  it("pages messages by key, and tells the other side once in a while", async () => {
    const deal = await dealAt("FUNDED");
    for (let i = 0; i < 35; i++) await postMessage(deal.employer.viewer, { contractId: deal.contractId, text: `第 ${i} 条`, files: [] });
    const newest = await messagesOf(deal.contractId, null);
    expect(newest.messages).toHaveLength(30);
    expect(newest.messages.at(-1)!.text).toBe("第 34 条");
    const earlier = await messagesOf(deal.contractId, newest.earlier);
    expect(earlier.messages.map((m) => m.text)).toEqual(["第 0 条", "第 1 条", "第 2 条", "第 3 条", "第 4 条"]);
    expect(earlier.earlier).toBeNull();
    const told = await db.notice.count({
      where: { userId: deal.provider.userId, kind: "contracts.notice.message", href: { contains: deal.contractId } },
    });
    expect(told).toBe(1);
    await expect(postMessage((await person()).viewer, { contractId: deal.contractId, text: "x", files: [] })).rejects.toEqual(
      no("notFound"),
    );
  });
});
