import { createHash, randomUUID } from "node:crypto";
import { createContract, type NewContract } from "#app/contracts/create-contract.server.ts";
import { waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { endMediation, endNegotiation } from "#app/contracts/disputes/end-talks.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setNow } from "#sandbox/clock.ts";

/** Contracts in every state for tests, made through the verbs. Only what the channel would say of a payment is made up here. */
export type Deal = { contractId: string; employer: Known; provider: Known; stages: string[] };
type Wanted = { employer?: Known; provider?: Known; amounts?: bigint[]; acceptDays?: number; days?: number; invoiceFirst?: boolean };

let pair: { employer: Known; provider: Known } | undefined;
/** The same two people for many tests; a test about the pair's history brings its own. */
const thePair = async () => {
  pair ??= { employer: await person({ name: "雇主甲" }), provider: await person({ name: "服务商乙" }) };
  return pair;
};

/** A contract that waits for both signatures. Its task and bid are bare rows: what came before the award is another room's. */
export async function sentContract({
  amounts = [500_000n, 300_000n],
  acceptDays,
  days = 10,
  invoiceFirst = false,
  ...who
}: Wanted = {}): Promise<Deal> {
  const { employer, provider } = { ...(await thePair()), ...who };
  const contractId = await transact(async (tx) => {
    const now = await appNow(tx);
    const priceFen = amounts.reduce((a, b) => a + b, 0n);
    const task = await tx.task.create({
      data: { employerId: employer.orgId, createdById: employer.userId, state: "CONTRACTING", title: "茶饮品牌标志", budgetFen: priceFen },
    });
    const bid = await tx.bid.create({
      data: {
        taskId: task.id,
        providerId: provider.orgId,
        createdById: provider.userId,
        state: "AWARDED",
        label: 1,
        taskVersion: 1,
        priceFen,
        days: days * amounts.length,
        proposal: "先访谈再出稿。",
        submittedAt: now,
        editedAt: now,
        stages: { create: amounts.map((amountFen, i) => ({ ord: i + 1, amountFen, days })) },
      },
    });
    const wanted: NewContract = {
      taskId: task.id,
      bidId: bid.id,
      employerId: employer.orgId,
      providerId: provider.orgId,
      title: task.title,
      priceFen,
      ipClause: "ASSIGN_ON_RELEASE",
      invoiceFirst,
      ...(acceptDays === undefined ? {} : { acceptDays }),
      stages: amounts.map((amountFen, i) => ({ title: `第 ${i + 1} 步`, amountFen, days, items: ["源文件完整", "附使用说明"] })),
    };
    return createContract(tx, wanted, now);
  });
  const rows = await db.milestone.findMany({ where: { contractId }, orderBy: { ord: "asc" }, select: { id: true } });
  return { contractId, employer, provider, stages: rows.map((r) => r.id) };
}

export async function signedContract(wanted: Wanted = {}): Promise<Deal> {
  const deal = await sentContract(wanted);
  const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId }, select: { versionHash: true } });
  await signContract(deal.employer.viewer, { contractId: deal.contractId, versionHash });
  await signContract(deal.provider.viewer, { contractId: deal.contractId, versionHash });
  return deal;
}

type Payment = { method?: "card" | "alipay" | "wechat_pay"; available?: boolean };

/** The channel says that an intent was paid. */
export async function paid(intentId: string, { method = "alipay", available = true }: Payment = {}) {
  const intent = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  const mark = randomUUID().slice(0, 12);
  const ids = { chargeId: `ch_${mark}`, paymentIntentId: `pi_${mark}`, method, fingerprint: null };
  const charge = { ...ids, feeFen: intent.amountFen / 100n, availableOn: new Date(0), available };
  const about = { intentId, amountFen: intent.amountFen, currency: "cny", live: false };
  return applyOutcome(intentId, { id: intent.pspId ?? `cs_${mark}`, ...about, state: "succeeded", facts: ids, charge }, purposes);
}

export async function fund(deal: Deal, stage = 0, payment: Payment = {}) {
  const { intentId } = await fundMilestone(deal.employer.viewer, deal.stages[stage]!);
  await paid(intentId, payment);
}

/** The channel says of everything that is on its way out that it arrived, or certainly did not. */
export async function settleAll(deal: Pick<Deal, "stages">, outcome: "succeeded" | "failed" = "succeeded", error = "account_closed") {
  const sums = await db.remittance.findMany({ where: { milestoneId: { in: deal.stages }, state: "SENDING" }, select: { id: true } });
  const intents = await db.pspIntent.findMany({
    where: { refType: "remittance", refId: { in: sums.map((s) => s.id) }, state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN"] } },
  });
  for (const intent of intents) {
    const about = { id: `x_${intent.id}`, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    const said = outcome === "succeeded" ? { state: "succeeded" as const, facts: {} } : { state: "failed" as const, error };
    await applyOutcome(intent.id, { ...about, ...said }, purposes);
  }
  return intents.length;
}

export async function answersOf(milestoneId: string) {
  const items = await db.acceptanceItem.findMany({ where: { milestoneId, retiredAt: null }, select: { id: true } });
  return items.map((item) => ({ itemId: item.id, answer: "已完成，见附件" }));
}

export const deliver = async (deal: Deal, stage = 0) => {
  const milestoneId = deal.stages[stage]!;
  return submitDelivery(deal.provider.viewer, { milestoneId, note: "交付完成", answers: await answersOf(milestoneId), files: [] });
};

/** A signed contract whose first stage has come this far. */
export async function dealAt(state: "FUNDED" | "WORKING" | "SUBMITTED" | "ACCEPTED", wanted: Wanted & Payment = {}): Promise<Deal> {
  const deal = await signedContract(wanted);
  await fund(deal, 0, wanted);
  if (state === "FUNDED") return deal;
  await startWork(deal.provider.viewer, deal.stages[0]!);
  if (state === "WORKING") return deal;
  await deliver(deal);
  if (state === "SUBMITTED") return deal;
  await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
  return deal;
}

/** The provider's payee account works, as if onboarded. */
export const payable = (orgId: string) =>
  db.payee.upsert({
    where: { orgId },
    create: { orgId, accountId: `acct_${orgId.slice(-12)}`, payable: true, createdAt: new Date(0) },
    update: { payable: true },
  });

export const stageOf = (deal: Deal, stage = 0) => db.milestone.findUniqueOrThrow({ where: { id: deal.stages[stage]! } });

/** The moment at which time moves a dispute next. */
export async function untilDue(disputeId: string) {
  const { dueAt } = await db.dispute.findUniqueOrThrow({ where: { id: disputeId }, select: { dueAt: true } });
  if (dueAt && dueAt > (await appNow())) await setNow(new Date(dueAt.getTime() + 1));
}

/** A dispute that the sides could not settle, as far as the operators' table: answered, talked about, not mediated in time. */
export async function toPanel(deal: Deal, disputeId: string) {
  const { side } = await db.dispute.findUniqueOrThrow({ where: { id: disputeId }, select: { side: true } });
  const other = side === "EMPLOYER" ? deal.provider : deal.employer;
  await respond(other.viewer, { disputeId, share: side === "EMPLOYER" ? 100 : 0, text: "不同意对方的说法，见交付记录", files: [] });
  await untilDue(disputeId);
  await endNegotiation(disputeId);
  await untilDue(disputeId);
  await endMediation(disputeId);
}

/** The same, decided by an operator and lived with by both sides: executed. */
export async function decided(deal: Deal, desk: Known, disputeId: string, split: { toProvider: bigint; toEmployer: bigint }) {
  await toPanel(deal, disputeId);
  await decideDispute(desk.viewer, { disputeId, ...split, decision: "按清单完成的比例分配" });
  for (const side of [deal.employer, deal.provider]) await waiveAppeal(side.viewer, disputeId);
}

/** A file that this person has just uploaded. */
export async function uploaded(who: Known, name = "证据.txt") {
  const bytes = Buffer.from(`${name} ${randomUUID()}`);
  const storageKey = randomUUID();
  await storage.put(storageKey, bytes, "text/plain");
  const about = { ownerId: who.userId, name, mime: "text/plain", sizeBytes: bytes.length, storageKey, createdAt: await appNow() };
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return (await db.file.create({ data: { ...about, sha256 }, select: { id: true } })).id;
}
