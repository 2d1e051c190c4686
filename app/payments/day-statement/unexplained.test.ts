import "#app/payments/world.fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { dayAfter, dayOf } from "#app/payments/day-statement/day.ts";
import { makeDay } from "#app/payments/day-statement/make-day.server.ts";
import { dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, giveBack, newFact, pageOf, sendOn, testPurposes } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, control, fault, mischief, noFaults, onboard, pay } from "#app/payments/world.fixtures.ts";
import { takeTurn } from "#app/people/desk/alarms/run-checks.server.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { Proposal } from "#app/people/desk/manual/manual.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { suspenseItems } from "#app/people/desk/manual/queries.server.ts";
import { operator } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";

/** No event arrives in this file, and the reconciler looks only where a test says so. */
beforeAll(() => mischief({ dropPercent: 100 }));

async function asked(amountFen: bigint, how: { number?: string; method?: string } = { number: "4000000000000077" }) {
  const fact = newFact();
  const intentId = await askPayment(fact, amountFen);
  await pay(await pageOf(intentId), how);
  return { fact, intentId };
}
/** To half past two of the next Shanghai night; makes the statement of the day that passed. */
async function night() {
  const day = dayOf(await appNow());
  const until = new Date(`${dayAfter(day)}T02:30:00+08:00`).getTime();
  await advance(`${Math.ceil((until - (await appNow()).getTime()) / 60_000)}m`);
  expect(await makeDay(day)).toBe(true);
  return (await dayStatement(day))!;
}
const notes = ({ open }: Awaited<ReturnType<typeof night>>) => open.map(({ note, amountFen }) => [note, amountFen]);
const alarms = async () => {
  await takeTurn("often");
  return (await db.alarm.findMany({ where: { kind: "dayUnexplained", overAt: null } })).map(({ key, params }) => [key, params]);
};
const unexplainedCheck = async () => (await audit()).filter(({ name, found }) => name === "dayStatements" && found > 0).length;
const holds = async () => BigInt((await stripe.balance.retrieve()).available.find(({ currency }) => currency === "cny")!.amount);

test("a line that belongs to an open payment explains itself for two days, not for three; booked, it is over", async () => {
  const known = await asked(30_000n);
  await finalise(known.intentId, testPurposes);
  const { intentId } = await asked(10_000n);
  // The order still waits for its payer as far as the books know.
  const first = await night();
  const [[note, fen]] = notes(first) as [[string, bigint]];
  expect([note, first.statement.unexplainedFen]).toEqual(["WAITING", 0n]);
  expect(first.statement.channelSaidFen).toBe(first.statement.channelClosingFen);
  expect(notes(await night())).toEqual([["WAITING", fen]]);
  expect(await alarms()).toEqual([]);
  const third = await night();
  expect([notes(third), third.statement.unexplainedFen, third.statement.explainedFen]).toEqual([[["UNEXPLAINED", fen]], fen, 0n]);
  expect(await alarms()).toEqual([[`day:${third.statement.day}`, { day: third.statement.day, amountFen: String(fen) }]]);
  expect(await unexplainedCheck()).toBe(1);
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  const fourth = await night();
  expect([notes(fourth), fourth.statement.unexplainedFen]).toEqual([[], 0n]);
  expect([await alarms(), await unexplainedCheck()]).toEqual([[], 0]);
});

test("a line that belongs to nothing is unexplained at once, and two that cancel out do not hide one another", async () => {
  await pollTransactions();
  const { chargeId } = await db.fundingLot.findFirstOrThrow({ orderBy: { createdAt: "asc" } });
  await control("POST", "line", { source: chargeId, amount: -400 });
  const other = await db.fundingLot.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  await control("POST", "line", { source: other.chargeId, amount: 400 });
  const made = await night();
  expect(notes(made).sort()).toEqual([
    ["UNEXPLAINED", -400n],
    ["UNEXPLAINED", 400n],
  ]);
  expect(made.statement).toMatchObject({ unexplainedFen: 800n, explainedFen: 0n });
  // The reconciler comes, and it is suspense that both sides hold alike.
  expect(await pollTransactions()).toMatchObject({ unknown: 2 });
  expect(await balanceOf("suspense:cny")).toBe(0n);
  const next = await night();
  expect([notes(next), next.statement.unexplainedFen]).toEqual([[], 0n]);
  // After a day both stand in suspense too long, though they come to nothing together; two operators give each its reason.
  const inSuspense = async () => (await audit()).find(({ name }) => name === "suspense")!.found;
  expect(await inSuspense()).toBe(2);
  const [one, two] = [await operator(), await operator()];
  for (const { transactionId } of await suspenseItems()) {
    const wish = Proposal.parse({ kind: "SUSPENSE", transactionId, act: "bank", reason: "已核对通道后台与银行回单" });
    const actId = await proposeManual(one.viewer, wish, settler);
    await approveManual(two.viewer, { actId, decision: "" }, { settler, purposes });
  }
  expect(await inSuspense()).toBe(0);
});

test("a refund on its way explains itself for two weeks", async () => {
  const { fact, intentId } = await asked(20_000n, { method: "alipay" });
  await finalise(intentId, testPurposes);
  await night();
  await advance("3d");
  for (
    let day = dayAfter((await db.dayStatement.findFirstOrThrow({ orderBy: { day: "desc" } })).day);
    await makeDay(day);
    day = dayAfter(day)
  );
  const back = await giveBack(fact, 5_000n);
  expect(await sendIntent(back, testPurposes)).toBe("OPEN");
  for (let i = 0; i < 4; i++) {
    const made = await night();
    expect([notes(made), made.statement.unexplainedFen]).toEqual([[["WAITING", -5_000n]], 0n]);
  }
  expect(await finalise(back, testPurposes)).toBe("SUCCEEDED");
  expect(notes(await night())).toEqual([]);
});

test("a transfer that came back before the books heard of it leaves no difference behind", async () => {
  const { fact, intentId } = await asked(20_000n);
  await finalise(intentId, testPurposes);
  const orgs = [
    { id: fact.payeeId, name: "测试工作室", kind: "PERSON" as const, role: "OWNER" as const, verified: true, suspended: false },
  ];
  const about = { userId: fact.payeeId, name: "测试", email: "payee@example.com", locale: "zh" as const, operator: false };
  await onboardingUrl({ ...about, orgId: fact.payeeId, orgs }, fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const sent = await sendOn(fact, 9_000n, 1_000n);
  await fault("POST /v1/transfers", "commit_then_500", { times: 5 });
  expect(await sendIntent(sent, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  const made = (await stripe.transfers.list({ transfer_group: `fact_${fact.factId}` })).data[0]!;
  await stripe.transfers.createReversal(made.id, {});
  await advance("5m");
  expect(await sendIntent(sent, testPurposes)).toBe("FAILED");
  const first = await night();
  expect([notes(first), first.statement.unexplainedFen]).toEqual([[], 0n]);
});

test("a closing balance that is not what the channel says is unexplained, for as long as it is so", async () => {
  const before = await holds();
  await control("POST", "line", { unlisted: true, amount: -250 });
  expect(await holds()).toBe(before - 250n);
  const made = await night();
  expect([notes(made), made.statement.unexplainedFen]).toEqual([[["BALANCE", -250n]], 250n]);
  expect(made.statement.channelSaidFen).toBe(made.statement.channelClosingFen - 250n);
  expect(await alarms()).toHaveLength(1);
  const again = await night();
  expect(notes(again)).toEqual([["BALANCE", -250n]]);
  expect((await alarms()).map(([key]) => key)).toEqual([`day:${again.statement.day}`]);
  await control("POST", "line", { unlisted: true, amount: 250 });
  const over = await night();
  expect([notes(over), over.statement.unexplainedFen]).toEqual([[], 0n]);
  expect(await alarms()).toEqual([]);
});
