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
/** A refund made by hand at the channel, in fen. */
const BY_HAND = 8_800;

/** The last Shanghai midnight after which a statement is due by now. */
function lastNight(now: Date): Date {
  const today = startOf(dayOf(now));
  return now.getTime() - today.getTime() > 3 * 60 * MINUTE_MS ? today : new Date(today.getTime() - DAY_MS);
}

/**
 * Shortly before midnight somebody refunds a client in the channel's own pages, and the platform pays itself its fees; in the night the
 * reconciler finds both, and two operators give the refund its reason. Another act waits for a second operator.
 */
export function reconcileTown(town: Town, line: Timeline) {
  const night = lastNight(line.momentAt(0)).getTime();
  const at = (minutes: number, act: () => Promise<void>) => line.at(line.daysAt(new Date(night + minutes * MINUTE_MS)), act, true);
  at(-40, goodwill);
  at(75, async () => {
    await pollTransactions();
    const second = await operator({ name: "财务复核 王建军", email: "review@jincheng.example", password: demoPassword });
    await explain(town.operator, second);
  });
}

/** Out of a charge whose work is long done, so that nothing else draws on it, and that no bank asks about. */
async function goodwill() {
  const disputed = await db.cardDispute.findMany({ select: { chargeId: true } });
  const lot = await db.fundingLot.findFirst({
    where: {
      refType: "milestone",
      method: "card",
      allocatedById: null,
      refundedFen: 0,
      chargeId: { notIn: disputed.map((one) => one.chargeId) },
    },
    orderBy: { createdAt: "asc" },
    select: { chargeId: true },
  });
  if (lot) await stripe.refunds.create({ charge: lot.chargeId, amount: BY_HAND });
  await stripe.payouts.create({ amount: 500_000, currency: "cny", description: "平台服务费提现" });
}

async function explain(clerk: Known, second: Known) {
  const found = (await suspenseItems()).find((item) => item.netFen === BigInt(-BY_HAND));
  if (found) {
    const about = { kind: "SUSPENSE", transactionId: found.transactionId, act: "platformLoss", refId: "" } as const;
    const reason = "客服在通道后台向雇主补偿退款 88 元（工单 1107），由平台承担。";
    const actId = await proposeManual(clerk.viewer, { ...about, reason }, settler);
    await approveManual(second.viewer, { actId, decision: "已核对通道后台的操作记录。" }, { settler, purposes });
  }
  const paid = { kind: "ADJUSTMENT", act: "lossPaid", orgId: "", amount: 26_00n, reference: "ICBC-20261127-0461" } as const;
  await proposeManual(
    second.viewer,
    { ...paid, reason: "雇主重复支付的加急费 26 元，已由平台银行账户转账退还，回单见工单 1112。" },
    settler,
  );
}

/** What the clock would have made meanwhile: every day's statement, and a run of all checks. */
export async function fillReconciliation() {
  for (let day = await dayDue(await appNow()); day; day = await dayDue(await appNow())) await makeDay(day);
  await checkBooks(Object.keys(checks) as CheckName[]);
}
