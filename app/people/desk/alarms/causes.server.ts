import { db } from "#app/db.server.ts";
import type { CheckName } from "#app/ledger/checks.server.ts";
import { lastComparison } from "#app/payments/compare-balance.server.ts";
import { DAY_MS, endOf } from "#app/payments/day-statement/day.ts";
import { dayDue, sentSince } from "#app/payments/day-statement/due-day.server.ts";
import type { AlarmKind, Cause } from "#app/people/desk/alarms/alarm.ts";
import { allChecks, isLate } from "#app/people/desk/alarms/turns.server.ts";
import { undoneSums } from "#app/people/desk/alarms/undone-sums.server.ts";
import { END_MS, MOST, WARN_MS } from "#app/people/desk/alarms/windows.ts";
import { suspenseItems } from "#app/people/desk/manual/queries.server.ts";

const TRY_MS = 5 * 60_000;

/** What operators are alarmed about besides checks that are broken: each look finds all the causes of its kinds. */
export const looks: { kinds: AlarmKind[]; find: (now: Date) => Promise<Cause[]> }[] = [
  { kinds: ["suspense"], find: suspense },
  { kinds: ["balance"], find: balance },
  { kinds: ["holdWarn", "holdEnd"], find: milestones },
  { kinds: ["walletHold"], find: wallets },
  { kinds: ["sumWarn", "sumEnd", "sumStuck"], find: undoneSums },
  { kinds: ["statementLate"], find: statement },
  { kinds: ["dayUnexplained"], find: unexplained },
  { kinds: ["foreignMoney"], find: foreign },
  { kinds: ["checksLate"], find: lateChecks },
];

const LOOKED = "alarms-looked";
/** Keeps when all this was looked at last. */
export async function noteLook(at: Date): Promise<void> {
  await db.pspCursor.upsert({ where: { name: LOOKED }, create: { name: LOOKED, value: "", at }, update: { at } });
}

/** Checks that the clock does not run, as the look before this one saw too: what is only being caught up on after a stop is none. */
async function lateChecks(now: Date): Promise<Cause[]> {
  const before = await db.pspCursor.findUnique({ where: { name: LOOKED } });
  if (!before || before.at > now) return [];
  const runs = await db.checkRun.findMany({ where: { name: { in: allChecks } }, orderBy: { at: "asc" }, select: { name: true, at: true } });
  const late = runs.filter(({ name, at }) => isLate({ name: name as CheckName, at }, before.at));
  const [oldest] = late;
  if (!oldest) return [];
  const params = { count: String(late.length), check: oldest.name, sinceAt: oldest.at.toISOString() };
  return [{ key: "checks-late", kind: "checksLate", params, href: "/desk/books" }];
}

/** Unknown money that nobody explained for a day. */
async function suspense(now: Date): Promise<Cause[]> {
  const old = (await suspenseItems()).filter((item) => item.at.getTime() <= now.getTime() - DAY_MS);
  return old.map(({ transactionId, netFen }) => ({
    key: `suspense:${transactionId}`,
    kind: "suspense",
    params: { transactionId, amountFen: String(netFen < 0n ? -netFen : netFen) },
    href: "/desk/books/manual#suspense",
  }));
}

/** The channel's balance: alarming until a comparison agrees. */
async function balance(): Promise<Cause[]> {
  const last = await lastComparison();
  if (!last?.alarming) return [];
  const params = { oursFen: String(last.oursFen + last.underWayFen), theirsFen: String(last.theirsFen) };
  return [{ key: "balance", kind: "balance", params, href: "/desk/books" }];
}

type Held = { id: string; title: string; contractId: string; since: Date; fen: bigint };
/** A milestone's money that is held for long, also what stayed behind frozen when the rest of its stage went out. */
async function milestones(now: Date): Promise<Cause[]> {
  const held = await db.$queryRaw<Held[]>`
    SELECT m.id, c.title || ' · ' || m.title AS title, c.id AS "contractId", m."fundedAt" AS since, (m."amountFen" - m."releasedFen" - m."refundedFen") AS fen
      FROM "Milestone" m JOIN "Contract" c ON c.id = m."contractId"
     WHERE m."fundedAt" <= ${new Date(now.getTime() - WARN_MS)} AND m."amountFen" > m."releasedFen" + m."refundedFen"
     ORDER BY m."fundedAt" LIMIT ${MOST}`;
  return held.map((one) => {
    const isLast = now.getTime() - one.since.getTime() >= END_MS;
    const params = { title: one.title, amountFen: String(one.fen), untilAt: new Date(one.since.getTime() + 90 * DAY_MS).toISOString() };
    return {
      key: `hold:${one.id}:${isLast ? 85 : 75}`,
      kind: isLast ? "holdEnd" : "holdWarn",
      params,
      href: `/contracts/${one.contractId}`,
    };
  });
}

/** Wallet pledges whose money a campaign holds for long: their way back closes after 90 days. */
async function wallets(now: Date): Promise<Cause[]> {
  const held = await db.$queryRaw<{ id: string; title: string; since: Date; n: number; fen: bigint }[]>`
    SELECT c.id, c.title, min(l."createdAt") AS since, count(*)::int AS n, sum(l."amountFen" - l."transferredFen" - l."refundedFen")::bigint AS fen
      FROM "Campaign" c JOIN "Pledge" p ON p."campaignId" = c.id JOIN "FundingLot" l ON l."refType" = 'pledge' AND l."refId" = p.id
     WHERE c."receivedFen" > c."refundedFen" + c."releasedFen" AND l.method IN ('alipay', 'wechat_pay')
       AND l."createdAt" <= ${new Date(now.getTime() - WARN_MS)} AND l."amountFen" > l."transferredFen" + l."refundedFen"
     GROUP BY c.id ORDER BY 3 LIMIT ${MOST}`;
  return held.map((one) => ({
    key: `wallets:${one.id}:${now.getTime() - one.since.getTime() >= END_MS ? 85 : 75}`,
    kind: "walletHold",
    params: {
      title: one.title,
      count: String(one.n),
      amountFen: String(one.fen),
      untilAt: new Date(one.since.getTime() + 90 * DAY_MS).toISOString(),
    },
    href: `/desk/campaigns/${one.id}`,
  }));
}

/** A day's statement that is a day late, and still not there minutes after it was sent for: what is only being caught up on is none. */
async function statement(now: Date): Promise<Cause[]> {
  const day = await dayDue(now);
  if (!day || now.getTime() < endOf(day).getTime() + DAY_MS) return [];
  const since = await sentSince(day);
  if (!since || now.getTime() - since.getTime() < TRY_MS) return [];
  return [{ key: "statement", kind: "statementLate", params: { day }, href: "/desk/books/days" }];
}

/** What the newest statement could not explain; the next one that ties ends it. */
async function unexplained(): Promise<Cause[]> {
  const last = await db.dayStatement.findFirst({ orderBy: { day: "desc" }, select: { day: true, unexplainedFen: true } });
  if (!last || last.unexplainedFen === 0n) return [];
  const params = { day: last.day, amountFen: String(last.unexplainedFen) };
  return [{ key: `day:${last.day}`, kind: "dayUnexplained", params, href: `/desk/books/days/${last.day}` }];
}

/** Money that the channel moved in another currency, by its day: nothing here judges or books it. */
async function foreign(): Promise<Cause[]> {
  const lines = await db.$queryRaw<{ day: string; currency: string; count: number; transactionId: string }[]>`
    SELECT day, currency, count(*)::int AS count, min(id) AS "transactionId" FROM "ChannelLine" WHERE currency <> 'cny'
     GROUP BY 1, 2 ORDER BY 1 DESC LIMIT ${MOST}`;
  return lines.map(({ day, currency, count, transactionId }) => ({
    key: `foreign:${currency}:${day}`,
    kind: "foreignMoney",
    params: { day, currency: currency.toUpperCase(), count: String(count), transactionId },
    href: "/desk/books",
  }));
}
