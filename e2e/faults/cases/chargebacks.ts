import { deliver } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Run } from "../case.ts";
import { advance, control } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { payOn } from "../people.ts";
import type { Place } from "../place.ts";
import { BOUND_MS, until } from "../until.ts";
import { campaignWishes } from "../wishes/campaigns.ts";
import { accepted, coolDown, deal, funded } from "../wishes/contracts.ts";

type Ending = "WON" | "LOST";
const becomes = (pspId: string, state: "OPEN" | Ending) =>
  until(async () => {
    const row = await db.cardDispute.findUnique({ where: { pspId }, select: { state: true } });
    return row?.state === state || `the dispute is ${row?.state ?? "unheard of"}, not ${state}`;
  }, BOUND_MS);
const rowOf = (pspId: string) => db.cardDispute.findUniqueOrThrow({ where: { pspId } });
const lotOf = (refId: string) => db.fundingLot.findFirstOrThrow({ where: { refId } });

/** A bank takes a payment back and decides so. `between` looks while it is open. */
async function chargeback(place: Place, chargeId: string, ending: Ending, between: (pspId: string) => Promise<void>) {
  const { id } = await control<{ id: string }>(place, "POST", "dispute.open", { charge: chargeId });
  await becomes(id, "OPEN");
  await between(id);
  await control(place, "POST", "dispute.decide", { dispute: id, outcome: ending.toLowerCase() });
  await becomes(id, ending);
  await quiet(place);
  return rowOf(id);
}

/** A stage whose pay has arrived at the provider's account. */
async function released(place: Place) {
  const of = await accepted(place);
  await coolDown(of);
  await until(async () => {
    const { state } = await db.milestone.findUniqueOrThrow({ where: { id: of.stages[0]! } });
    return state === "RELEASED" || `the stage is ${state}`;
  }, BOUND_MS);
  await quiet(place);
  return of;
}

/** What an organisation has and owes, and what banks hold. */
const standing = async (orgId: string) => {
  const keys = ["pending", "available", "withdrawing", "receivable"].map((which) => `provider:${which}:${orgId}`);
  return [...(await balancesOf(keys)).values()];
};
const owes = async (orgId: string) => (await balancesOf([`provider:receivable:${orgId}`])).get(`provider:receivable:${orgId}`)!;

/** A card that is disputed as soon as it has paid: its stage is frozen, whatever is done, until the bank gives the money back. */
async function frozen(place: Place) {
  const of = await deal(place);
  const milestoneId = of.stages[0]!;
  const { intentId, title } = await fundMilestone(of.employer.viewer, milestoneId);
  await payOn(await checkoutUrl(intentId, { title, locale: "zh", returnPath: "/" }), { number: "4000000000000259" });
  place.charges++;
  await finalise(intentId, purposes);
  await until(async () => (await db.cardDispute.count({ where: { refId: milestoneId, state: "OPEN" } })) === 1 || "not heard of", BOUND_MS);
  const { pspId, frozenFen } = await db.cardDispute.findFirstOrThrow({ where: { refId: milestoneId } });
  await startWork(of.provider.viewer, milestoneId);
  await deliver(of);
  await acceptDelivery(of.employer.viewer, milestoneId);
  await coolDown(of);
  const answer = await releaseMilestone(milestoneId).catch((error) => error);
  place.must(answer instanceof Refusal, `a frozen stage was released: ${answer}`);
  place.must(frozenFen === 500_000n, `${frozenFen} fen are frozen`);
  await control(place, "POST", "dispute.decide", { dispute: pspId, outcome: "won" });
  await becomes(pspId, "WON");
  // A card's money is pending at the channel for days.
  await advance(place, "8d");
  await until(async () => {
    const stage = await db.milestone.findUniqueOrThrow({ where: { id: milestoneId } });
    return (stage.state === "RELEASED" && stage.releasedFen === stage.amountFen) || `won, the stage is ${stage.state}`;
  }, BOUND_MS);
}

/** A campaign's first stage was sent to its creator, and the bank of its one backer takes everything back. */
async function ofCampaign(place: Place) {
  const wish = await campaignWishes.find(({ purpose }) => purpose === "pay-stage")!.ready(place);
  await wish.ask();
  await until(async () => (await wish.wrong()) ?? true, BOUND_MS);
  await quiet(place);
  const { campaignId, campaign } = await db.payout.findFirstOrThrow({ where: { state: "RELEASED" }, include: { campaign: true } });
  const pledge = await db.pledge.findFirstOrThrow({ where: { campaignId, state: "COLLECTED" } });
  const before = await owes(campaign.creatorId);
  const lost = await chargeback(place, (await lotOf(pledge.id)).chargeId, "LOST", async () => {});
  const after = await db.pledge.findUniqueOrThrow({ where: { id: pledge.id } });
  place.must(after.state === "CHARGED_BACK", `the pledge is ${after.state}`);
  place.must(lost.debtFen > 0n && lost.escrowFen > 0n, `escrow bears ${lost.escrowFen}, the creator ${lost.debtFen}`);
  must(place, lost, (await owes(campaign.creatorId)) - before);
  return lost;
}

type Lost = Awaited<ReturnType<typeof rowOf>>;
/** What the payee owes is exactly what nobody before it bore. */
function must(place: Place, of: Lost, debtFen: bigint) {
  const shortfall = of.withdrawnFen - of.reinstatedFen - of.refundFen - of.escrowFen - of.earningsFen - of.incomeFen - of.lossFen;
  place.must(debtFen === shortfall && of.debtFen === shortfall, `${debtFen} fen are owed, ${shortfall} are missing`);
}

export const run: Run = async (place) => {
  await place.startApp();
  // What a bank holds meanwhile, and its fee, come out of other people's money at the channel.
  await funded(place);
  await frozen(place);
  const [first, second] = [await released(place), await released(place)];
  const { orgId, userId } = first.provider;
  const before = await standing(orgId);
  const stage = () => db.milestone.findUniqueOrThrow({ where: { id: first.stages[0]! } });
  const asItWas = JSON.stringify(await stage(), (_, value) => (typeof value === "bigint" ? String(value) : value));
  await chargeback(place, (await lotOf(first.stages[0]!)).chargeId, "WON", async (pspId) => {
    const { id } = await rowOf(pspId);
    const [held] = [...(await balancesOf([`dispute:held:${id}`])).values()];
    place.must(held === 500_000n && (await owes(orgId)) === 0n, `while it is open ${held} fen are held and ${await owes(orgId)} owed`);
  });
  const restored = JSON.stringify(await stage(), (_, value) => (typeof value === "bigint" ? String(value) : value));
  place.must(restored === asItWas, `won, the stage was ${asItWas} and is ${restored}`);
  place.must(String(await standing(orgId)) === String(before), `won, the provider has ${await standing(orgId)}, before ${before}`);
  const lost = await chargeback(place, (await lotOf(second.stages[0]!)).chargeId, "LOST", async () => {});
  const debt = await owes(orgId);
  must(place, lost, debt);
  place.must(
    lost.incomeFen === 25_000n && debt === 475_000n,
    `of 500,000 fen the platform's fee bears ${lost.incomeFen}, the provider ${debt}`,
  );
  const told = await db.notice.count({ where: { userId, kind: "cards.notice.debtArose" } });
  place.must(told === 1, `the provider was told ${told} times`);
  const pledged = await ofCampaign(place);
  // Later pay repays it before anything is sent.
  const next = await released(place);
  const transfers = await db.pspIntent.count({
    where: { kind: "TRANSFER", purpose: "release-milestone", params: { path: ["transferGroup"], equals: `contract_${next.contractId}` } },
  });
  place.must(
    (await owes(orgId)) === 0n && transfers === 0,
    `after more pay ${await owes(orgId)} fen are owed, ${transfers} transfers were sent`,
  );
  const negative = await place.sql<{ key: string }>(
    `SELECT a.key FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id GROUP BY a.id
      HAVING sum(CASE a.side WHEN 'DEBIT' THEN b."debitFen" - b."creditFen" ELSE b."creditFen" - b."debitFen" END) < 0`,
  );
  place.must(negative.length === 0, `below zero: ${negative.map(({ key }) => key).join(", ")}`);
  return `won: a frozen stage released, a released one as before; lost: ${debt} fen owed of 500000 and repaid by later pay, ${pledged.debtFen} of a pledge's ${pledged.amountFen} after its escrow; none below zero`;
};
