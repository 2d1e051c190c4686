import { unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { stageBars } from "#app/campaigns/paying-out/stage-bars.server.ts";
import { Result } from "#app/campaigns/settling/result.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { belongs, can, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** What happened to each line of the budget: its tasks, who does them, and what was put into, accepted and paid for them. Public. */
export async function whereMoneyWent(campaignId: string) {
  const lines = await db.budgetLine.findMany({
    where: { campaignId },
    orderBy: { ord: "asc" },
    select: { id: true, title: true, note: true, amountFen: true, tasks: { orderBy: { createdAt: "asc" }, select: { taskId: true } } },
  });
  const taskIds = lines.flatMap((line) => line.tasks.map(({ taskId }) => taskId));
  const [tasks, contracts] = await Promise.all([
    db.task.findMany({ where: { id: { in: taskIds } }, select: { id: true, title: true, state: true, visibility: true } }),
    db.contract.findMany({
      where: { taskId: { in: taskIds }, signedAt: { not: null } },
      select: {
        id: true,
        taskId: true,
        provider: { select: { name: true } },
        milestones: {
          orderBy: { ord: "asc" },
          select: {
            id: true,
            title: true,
            amountFen: true,
            releasedFen: true,
            refundedFen: true,
            state: true,
            acceptedAt: true,
            fundedAt: true,
          },
        },
      },
    }),
  ]);
  const milestoneIds = contracts.flatMap((contract) => contract.milestones.map(({ id }) => id));
  const allocated = await putInto(milestoneIds);
  const sum = (some: bigint[]) => some.reduce((a, b) => a + b, 0n);
  return lines.map(({ tasks: linked, ...line }) => ({
    ...line,
    tasks: linked.flatMap(({ taskId }) => {
      const task = tasks.find(({ id }) => id === taskId);
      const contract = contracts.find((one) => one.taskId === taskId);
      const milestones = contract?.milestones ?? [];
      if (!task) return [];
      return {
        ...task,
        contractId: contract?.id ?? null,
        provider: contract?.provider.name ?? null,
        allocatedFen: sum(milestones.map(({ id }) => allocated.get(id) ?? 0n)),
        paidFen: sum(milestones.map(({ releasedFen }) => releasedFen)),
        accepted: milestones.filter(({ acceptedAt }) => acceptedAt !== null).length,
        milestones,
      };
    }),
  }));
}
export type BudgetUse = Awaited<ReturnType<typeof whereMoneyWent>>;

/** What campaign money stands in, or was paid for, each milestone: what the task gave back is no longer in it, wherever it went from there. */
async function putInto(milestoneIds: string[]): Promise<Map<string, bigint>> {
  const lots = await db.fundingLot.findMany({
    where: { refType: "milestone", refId: { in: milestoneIds }, allocatedById: { not: null } },
    select: { refId: true, amountFen: true, refundedFen: true },
  });
  const sums = new Map<string, bigint>();
  for (const { refId, amountFen, refundedFen } of lots) sums.set(refId, (sums.get(refId) ?? 0n) + amountFen - refundedFen);
  return sums;
}

/** Everything about a campaign's money for its creator: collection, stages and what stands in their way, tasks, refunds. */
export async function moneyPage(viewer: Viewer, campaignId: string) {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, omit: { draft: true, content: true } });
  if (!campaign || !belongs(viewer, campaign.creatorId)) return null;
  const [result, states, payouts, lines, refunds, now] = await Promise.all([
    db.settlementResult.findUnique({ where: { campaignId } }),
    db.$queryRaw<{ state: string; lane: string; n: number; fen: bigint }[]>`
      SELECT state, lane, count(*)::int AS n, sum("amountFen")::bigint AS fen FROM "Pledge"
       WHERE "campaignId" = ${campaignId}::uuid AND counted GROUP BY state, lane ORDER BY state`,
    db.payout.findMany({ where: { campaignId }, orderBy: { stage: "asc" }, include: { evidence: { orderBy: { id: "asc" } } } }),
    whereMoneyWent(campaignId),
    db.pledgeRefund.groupBy({ by: ["state"], where: { campaignId }, _count: true, _sum: { amountFen: true } }),
    appNow(),
  ]);
  const files = await filesOf(
    "stageEvidence",
    payouts.flatMap((payout) => payout.evidence.map(({ id }) => id)),
  );
  const stages = await Promise.all(
    payouts.map(async ({ evidence, ...payout }) => ({
      ...payout,
      unspentFen: unspentFen(payout),
      bars: payout.state === "PLANNED" || payout.state === "HELD" ? await stageBars(db, campaign, payout, now) : [],
      evidence: evidence.map((one) => ({ ...one, files: files.get(one.id) ?? [] })),
    })),
  );
  return {
    campaign,
    mayPay: can(viewer, campaign.creatorId, "pay:approve"),
    mayManage: mayGoOn(viewer, campaign.creatorId, "campaign:manage"),
    mayBegin: can(viewer, campaign.creatorId, "campaign:manage"),
    result: result ? { ...Result.parse(result.result), at: result.at } : null,
    states,
    stages,
    lines,
    refunds: refunds.map(({ state, _count, _sum }) => ({ state, n: _count, fen: _sum.amountFen ?? 0n })),
    now,
  };
}
export type MoneyPage = NonNullable<Awaited<ReturnType<typeof moneyPage>>>;

const PAGE = 50;

/** Evidence that waits for an operator, the oldest first, with whose it is. */
export async function deskEvidence() {
  const rows = await db.stageEvidence.findMany({
    where: { state: "PENDING" },
    orderBy: { at: "asc" },
    take: PAGE,
    include: { payout: { select: { stage: true, campaign: { select: { id: true, title: true, creator: { select: { name: true } } } } } } },
  });
  const files = await filesOf(
    "stageEvidence",
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, files: files.get(row.id) ?? [] }));
}
