import { accountMark, openAccount } from "#app/campaigns/refunding/account-box.server.ts";
import { masked } from "#app/campaigns/refunding/by-hand.ts";
import { goesBackItself, rightOf, stepsOf } from "#app/campaigns/refunding/ladder.ts";
import { ladderFacts } from "#app/campaigns/refunding/ladder-facts.server.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import type { PledgeRefundState } from "../../../generated/prisma/enums.ts";

/** The money side of a backer's own pledge: what is still to be paid, what may be taken back today, and what is on its way back. */
export async function pledgeMoney(viewer: Viewer, pledgeId: string) {
  const pledge = await db.pledge.findFirst({ where: { id: pledgeId, userId: viewer.userId } });
  if (!pledge) return null;
  const [campaign, refunds, rise, now] = await Promise.all([
    db.campaign.findUniqueOrThrow({ where: { id: pledge.campaignId }, omit: { draft: true, content: true } }),
    db.pledgeRefund.findMany({ where: { pledgeId }, orderBy: { id: "asc" }, take: 50 }),
    db.extraCost.findFirst({ where: { pledgeId }, orderBy: { untilAt: "desc" }, omit: { campaignId: true, pledgeId: true } }),
    appNow(),
  ]);
  const facts = await ladderFacts(db, campaign, pledge, now);
  const isUnpaid = pledge.state === "ERRORED" || pledge.state === "AUTH_REQUIRED";
  const isOpen = campaign.windowEndsAt !== null && campaign.windowEndsAt > now && isUnpaid;
  return {
    id: pledge.id,
    state: pledge.state,
    refundPolicy: facts.refundPolicy,
    right: rightOf(facts),
    isFinal: facts.succeeded && pledge.state === "COLLECTED" && !facts.hasReward,
    steps: facts.succeeded && facts.promisedAt && pledge.state === "COLLECTED" && !facts.shipped ? stepsOf(facts.promisedAt) : null,
    goesBackItself: goesBackItself(facts),
    ships: facts.ships,
    promisedAt: facts.promisedAt,
    recovery: isOpen && {
      amountFen: pledge.amountFen,
      endsAt: campaign.windowEndsAt!,
      nextAttemptAt: pledge.nextAttemptAt,
      decline: pledge.lastDecline,
      card: pledge.cardLast4,
      asksHolder: pledge.state === "AUTH_REQUIRED",
      mayRetry: pledge.state === "ERRORED" && !pledge.hardDecline,
    },
    rise: rise && pledge.state === "COLLECTED" ? { ...rise, open: rise.paidAt === null && rise.untilAt > now && !facts.shipped } : null,
    refunds: refunds.map((row) => ({
      id: row.id,
      state: row.state,
      reason: row.reason,
      amountFen: row.amountFen,
      entitledAt: row.entitledAt,
      doneAt: row.doneAt,
      payee: row.payeeAccount && { name: row.payeeName ?? "", account: masked(openAccount(row.payeeAccount, row.id)) },
      mayCorrect: row.state === "ASKING" || (row.state === "TO_PAY" && row.approvedById === null),
    })),
  };
}
export type PledgeMoney = NonNullable<Awaited<ReturnType<typeof pledgeMoney>>>;

const PAGE = 50;
export const refundShows = {
  stuck: ["STUCK"],
  byHand: ["TO_PAY"],
  asking: ["ASKING"],
  onWay: ["READY", "SENDING"],
} as const satisfies Record<string, readonly PledgeRefundState[]>;
export type RefundShow = keyof typeof refundShows;

/** Refunds that are not final, for operators: the oldest first. */
export async function deskRefunds(show: RefundShow, after: string | null) {
  const rows = await db.pledgeRefund.findMany({
    where: { state: { in: [...refundShows[show]] }, ...(after ? { id: { gt: after } } : {}) },
    orderBy: { id: "asc" },
    take: PAGE + 1,
    include: { pledge: { select: { userId: true } } },
  });
  const some = rows.slice(0, PAGE);
  const [campaigns, users] = await Promise.all([
    db.campaign.findMany({ where: { id: { in: some.map((row) => row.campaignId) } }, select: { id: true, title: true } }),
    db.user.findMany({
      where: { id: { in: some.flatMap((row) => [row.pledge.userId, row.approvedById ?? row.pledge.userId]) } },
      select: { id: true, name: true },
    }),
  ]);
  const titles = new Map(campaigns.map(({ id, title }) => [id, title]));
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return {
    next: rows.length > PAGE ? some.at(-1)!.id : null,
    refunds: some.map((row) => ({
      id: row.id,
      campaignId: row.campaignId,
      title: titles.get(row.campaignId) ?? "",
      backer: names.get(row.pledge.userId) ?? "",
      state: row.state,
      reason: row.reason,
      amountFen: row.amountFen - row.keptFen,
      entitledAt: row.entitledAt,
      attempts: row.attempts,
      lastError: row.lastError,
      approvedById: row.approvedById,
      approvedBy: row.approvedById && (names.get(row.approvedById) ?? ""),
      // Who pays by hand needs the whole number; the list of everything else does not.
      payee:
        show === "byHand" && row.payeeAccount
          ? { name: row.payeeName ?? "", account: openAccount(row.payeeAccount, row.id), mark: accountMark(row.payeeAccount) }
          : null,
    })),
  };
}
