import { db } from "#app/db.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";
import { DAY_MS, dayOf, startOf } from "#app/payments/day-statement/day.ts";
import { dayDue } from "#app/payments/day-statement/due-day.server.ts";
import { makeDay } from "#app/payments/day-statement/make-day.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { checkBooks } from "#app/people/desk/alarms/run-checks.server.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { suspenseItems } from "#app/people/desk/manual/queries.server.ts";
import { type Known, operator } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";
import type { Town } from "./make-people.ts";
import { demoPassword } from "./people.ts";
import type { Timeline } from "./timeline.ts";

const MINUTE_MS = 60_000;
/** Hand-made refunds at the channel, in fen: one gets its reason at once, the other waits for a second operator. */
const BY_HAND = [8_800, 2_600];

/** The last Shanghai midnight after which a statement is due by now. */
function lastNight(now: Date): Date {
  const today = startOf(dayOf(now));
  return now.getTime() - today.getTime() > 3 * 60 * MINUTE_MS ? today : new Date(today.getTime() - DAY_MS);
}

/**
 * Shortly before midnight somebody refunds two clients in the channel's own pages, and the platform pays itself its fees; in the night
 * the reconciler finds both, and two operators give the first its reason.
 */
export function reconcileTown(town: Town, line: Timeline) {
  const night = lastNight(line.momentAt(0)).getTime();
  const at = (minutes: number, act: () => Promise<void>) => line.at(line.daysAt(new Date(night + minutes * MINUTE_MS)), act, true);
  at(-40, goodwill);
  at(90, async () => {
    await pollTransactions();
    const second = await operator({ name: "财务复核 王建军", email: "review@jincheng.example", password: demoPassword });
    await explain(town.operator, second);
  });
}

/** Out of charges whose work is long done, so that nothing else draws on them. */
async function goodwill() {
  const lots = await db.fundingLot.findMany({
    where: { refType: "milestone", method: "card", allocatedById: null, refundedFen: 0 },
    orderBy: { createdAt: "asc" },
    take: BY_HAND.length,
    select: { chargeId: true },
  });
  for (const [i, { chargeId }] of lots.entries()) await stripe.refunds.create({ charge: chargeId, amount: BY_HAND[i]! });
  await stripe.payouts.create({ amount: 500_000, currency: "cny", description: "平台服务费提现" });
}

async function explain(clerk: Known, second: Known) {
  const [done, waits] = await suspenseItems();
  if (!done || !waits) return;
  const first = { kind: "SUSPENSE", transactionId: done.transactionId, act: "platformLoss", refId: "" } as const;
  const reason = "客服在通道后台向雇主补偿退款 88 元（工单 1107），由平台承担。";
  const actId = await proposeManual(clerk.viewer, { ...first, reason }, settler);
  await approveManual(second.viewer, { actId, decision: "已核对通道后台的操作记录。" }, { settler, purposes });
  const other = "通道后台的退款 26 元，备注为“重复收取的加急费”，建议记为平台损失。";
  await proposeManual(second.viewer, { ...first, transactionId: waits.transactionId, reason: other }, settler);
}

/** What the clock would have made meanwhile: every day's statement, and a run of all checks. */
export async function fillReconciliation() {
  for (let day = await dayDue(await appNow()); day; day = await dayDue(await appNow())) await makeDay(day);
  await checkBooks(Object.keys(checks) as CheckName[]);
}
