import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { payeeOf } from "#app/payments/payees.server.ts";
import { judgedUpto } from "#app/payments/poll-transactions.server.ts";
import { appNow } from "#app/transact.server.ts";
import type { Run } from "../case.ts";
import { advance, control, heldFen } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { accepted, coolDown, funded } from "../wishes/contracts.ts";

type Payout = { id: string; amount: number };
const payOut = (place: Place, account?: string) => control<Payout>(place, "POST", "payout.make", account ? { account } : {});
const fail = (place: Place, of: { account?: string; payout?: string }) =>
  control(place, "POST", "payout.fail", { ...of, code: "account_closed" });
const movements = () => db.ledgerTx.count();

/** What a payee was paid out comes back from its bank: it is the payee's at the channel again, who is told once and may be paid out once. */
async function ofPayee(place: Place) {
  const of = await accepted(place);
  await coolDown(of);
  await until(
    async () => (await db.remittance.count({ where: { milestoneId: of.stages[0]!, state: "DONE" } })) === 1 || "not sent",
    BOUND_MS,
  );
  await quiet(place);
  const { orgId, userId, viewer } = of.provider;
  const { accountId: account } = await db.payee.findUniqueOrThrow({ where: { orgId } });
  const payout = await payOut(place, account);
  await advance(place, "3d");
  await quiet(place);
  place.must((await payeeOf(viewer, orgId)).returned === null, "a payout that was paid is shown as returned");
  const [books, held] = [await movements(), await heldFen(place, account)];
  await fail(place, { payout: payout.id, account });
  await until(async () => (await payeeOf(viewer, orgId)).returned !== null || "the payee does not see it", BOUND_MS);
  // It is read again and again, and told once.
  for (let look = 0; look < 3; look++) await advance(place, "13h").then(() => quiet(place));
  const { returned } = await payeeOf(viewer, orgId);
  place.must(returned?.fen === BigInt(payout.amount), `${returned?.fen} fen are shown as returned, not ${payout.amount}`);
  const back = (await heldFen(place, account)) - held;
  place.must(back === BigInt(payout.amount), `${back} fen are the payee's at the channel again, not ${payout.amount}`);
  place.must((await movements()) === books, "the platform's books moved for money that is not theirs");
  const told = await db.notice.count({ where: { userId, kind: "cards.notice.payoutFailed" } });
  place.must(told === 1, `the payee was told ${told} times`);
  const tries = () => Promise.allSettled([payOut(place, account), payOut(place, account)]);
  const early = (await tries()).filter(({ status }) => status === "fulfilled");
  place.must(early.length === 0, "a broken bank account was paid out to");
  await control(place, "POST", "accounts/onboard", { account });
  const again = (await tries()).flatMap((one) => (one.status === "fulfilled" ? [one.value.amount] : []));
  place.must(again.length === 1 && again[0] === payout.amount, `paid out again: ${again.join(" and ") || "nothing"} fen`);
  await until(async () => (await payeeOf(viewer, orgId)).returned === null || "still shown as returned", BOUND_MS);
  return payout.amount;
}

/** The platform's own payout comes back: it leaves the books once and returns to them once. */
async function ofPlatform(place: Place) {
  await quiet(place);
  const kept = await balanceOf("psp:available:cny");
  const payout = await payOut(place);
  const recorded = (kind: string) => async () =>
    (await db.ledgerTx.count({ where: { kind } })) === 1 || `${kind} is recorded ${await db.ledgerTx.count({ where: { kind } })} times`;
  // The channel's journal is judged an hour behind the clock, and its reader has seconds of its own: no day passes before it came.
  const judged = () =>
    until(async () => {
      const now = await appNow();
      return (await judgedUpto(now)) * 1000 > now.getTime() - 2 * 3_600_000 || "the journal is not read";
    }, BOUND_MS);
  const inTime = (seen: () => Promise<true | string>) =>
    until(async () => {
      const found = await seen();
      if (found === true) return true;
      await advance(place, "1h");
      await judged();
      await quiet(place);
      return found;
    }, BOUND_MS);
  for (let day = 0; day < 3; day++) await advance(place, "1d").then(judged);
  await inTime(recorded("platformPaidOut"));
  const gone = kept - (await balanceOf("psp:available:cny"));
  place.must(gone === BigInt(payout.amount), `${gone} fen left the books, ${payout.amount} the channel`);
  await fail(place, { payout: payout.id });
  await inTime(recorded("platformPayoutReturned"));
  await advance(place, "3h");
  await quiet(place);
  for (const kind of ["platformPaidOut", "platformPayoutReturned"]) place.must((await recorded(kind)()) === true, `${kind} more than once`);
  place.must((await balanceOf("psp:available:cny")) === kept, `${kept} fen were available, ${await balanceOf("psp:available:cny")} are`);
  return payout.amount;
}

export const run: Run = async (place) => {
  await place.startApp();
  await funded(place);
  const [theirs, ours] = [await ofPayee(place), await ofPlatform(place)];
  return `${theirs} fen of a payee came back: its own again, told once, paid out once more; ${ours} of the platform left the books and returned to them once`;
};
