import fc from "fast-check";
import { creator } from "#app/campaigns/fixtures.ts";
import { backer, payOnPage } from "#app/campaigns/pledging/fixtures.ts";
import { type Deal, signedContract } from "#app/contracts/fixtures.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { broken } from "#app/histories/audit.fixtures.ts";
import { type Books, books, sum } from "#app/histories/books.fixtures.ts";
import { type Act, acts, type Command, drain, run } from "#app/histories/commands.fixtures.ts";
import { allArrived } from "#app/histories/end.fixtures.ts";
import { allCame, type Came, expected, newModel } from "#app/histories/model.fixtures.ts";
import { intentsOf, lotsOf, type World } from "#app/histories/world.fixtures.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";

/** Random histories of the product's money, each command held against a model of a hundred lines and against every check of the books. */
export const COMMANDS = 30;
const STAGES = [500_000n, 40_000n];
const BACKERS = 4;

/** The channel's control surface. */
export type Channel = Pick<World, "fault" | "noFaults" | "failRefund"> & { onboard(account: string): Promise<unknown> };

const names = Object.keys(acts) as Act[];
const ofCampaigns: readonly Act[] = ["pledge", "payPledge", "leave", "settle", "takeBack", "payOut", "sendStage"];
const ofDebts: readonly Act[] = ["bankKeeps", "payDebt", "payOldPage", "pullBack"];
const ofContracts = names.filter((name) => !ofCampaigns.includes(name) && !ofDebts.includes(name));
const commands = (some: readonly Act[], often: readonly Act[], length = COMMANDS) =>
  fc.array(
    fc.record({
      act: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...often) }, { weight: 2, arbitrary: fc.constantFrom(...some) }),
      n: fc.nat({ max: 999 }),
      share: fc.integer({ min: 1, max: 100 }),
    }),
    { minLength: length, maxLength: length },
  );
const earned = read("payStage 0 1, comeBack 0 1, start 0 1, deliver 0 1, accept 0 1, release 0 1, send 0 1, payStage 1 1, comeBack 1 1");
const afterwards = commands(
  [...ofContracts, ...ofDebts],
  [...ofDebts, "comeBack", "send", "events", "clock", "start", "deliver", "accept", "release"],
  COMMANDS - earned.length,
);
/** A card and a wallet reach the goal, and the collection is closed. */
export const COLLECTED =
  "pledge 0 3, payPledge 0 1, comeBack 0 1, pledge 1 2, payPledge 1 1, comeBack 1 1, settle 0 1, clock 0 1, send 0 1, clock 0 1";
const collected = read(COLLECTED);
const paidOut = commands(
  [...ofCampaigns, ...ofContracts],
  ["payOut", "payOut", "sendStage", "takeBack", "send", "pullBack", "events", "clock"],
  COMMANDS - collected.length,
);
/** A campaign takes long to make: two histories in six have one, one of them collected; one in six begins when a stage was released and sent. */
export const history: fc.Arbitrary<Command[]> = fc.oneof(
  { weight: 3, arbitrary: commands(ofContracts, ["payStage", "comeBack", "start", "deliver", "accept", "release", "send"]) },
  { weight: 1, arbitrary: afterwards.map((more) => [...earned, ...more]) },
  { weight: 1, arbitrary: paidOut.map((more) => [...collected, ...more]) },
  { weight: 1, arbitrary: commands([...ofCampaigns, ...ofContracts], ["pledge", "payPledge", "comeBack", "send", "events", "settle"]) },
);

/** A history in words, as the kept ones are written down. */
const write = (steps: readonly Command[]) => steps.map(({ act, n, share }) => `${act} ${n} ${share}`).join(", ");
function read(text: string): Command[] {
  return text.split(", ").map((step) => {
    const [act, n, share] = step.split(" ");
    if (!names.includes(act as Act)) throw new Error(`no command ${act}`);
    return { act: act as Act, n: Number(n), share: Number(share) };
  });
}

type Cast = { employer: Known; provider: Known; people: World["people"] };

async function payee(who: Known, channel: Channel) {
  await onboardingUrl(who.viewer, who.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: who.orgId } });
  await channel.onboard(accountId);
  await refreshPayee(accountId);
  return who;
}

/**
 * Cards of backers are charged today and available in days: what goes back to them or on to the creator meanwhile comes out of other
 * people's money at the channel, so that somebody must have some there.
 */
async function float(employer: Known, provider: Known) {
  const deal = await signedContract({ employer, provider, amounts: [90_000_000n] });
  const { intentId, title } = await fundMilestone(employer.viewer, deal.stages[0]!);
  await payOnPage(await checkoutUrl(intentId, { title, locale: "zh", returnPath: "/" }), { number: "4000000000000077" });
  await finalise(intentId, purposes);
}

async function assemble(channel: Channel): Promise<Cast> {
  const [employer, provider] = [await person(), await payee(await person(), channel)];
  await float(await person(), await person());
  const backers = await Promise.all(Array.from({ length: BACKERS }, () => backer()));
  return { employer, provider, people: { creator: await payee(await creator(), channel), backers, desk: await operator() } };
}

const same = (found: unknown, wanted: unknown, what: string) => {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v)));
  if (a !== b) throw new Error(`${what}: the books say ${a}, the model ${b}`);
};

/** What the product knows to have come in. */
async function knownCame({ deal, pledgeIds }: World, intents: Awaited<ReturnType<typeof intentsOf>>): Promise<Came> {
  const lots = await lotsOf(pledgeIds);
  return {
    stage: (i) => intents.some((one) => one.refId === deal.stages[i] && one.state === "SUCCEEDED"),
    pledge: (i) => lots.has(pledgeIds[i]!),
  };
}

/** Every number of the model against the books, and every check of the books. In the end all that was paid is there. */
async function compare(world: World, before: Books, end = false) {
  const [intents, now, wrong] = await Promise.all([intentsOf(world), books(world), broken()]);
  if (wrong.length > 0) throw new Error(`the audit: ${wrong.join(", ")}`);
  const sent = (kind: string, { orgId }: Known) =>
    sum(intents.filter((one) => one.kind === kind && one.state === "SUCCEEDED" && one.orgId === orgId).map((one) => one.amountFen));
  const must = expected(world.model, end ? allCame(world.model) : await knownCame(world, intents));
  same(now.stages, must.stages, "escrow of the stages");
  if (world.campaignId) same(now.campaign, must.campaign, "escrow of the campaign");
  const { employer, provider } = world.deal;
  const payees = [provider, world.people.creator];
  for (const { orgId } of payees) {
    const transfers = intents.filter((one) => one.kind === "TRANSFER" && one.orgId === orgId).length;
    const owed = now.owed.get(orgId) ?? 0n;
    if (transfers > (world.transfers.get(orgId) ?? 0) && owed > 0n) throw new Error(`pay is sent while ${owed} fen are owed`);
    world.transfers.set(orgId, transfers);
  }
  const arrived = sum(payees.map((who) => sent("TRANSFER", who))) - (await cameBack(world, intents));
  same(now.earned + arrived - before.earned, must.released, "what was released");
  same(now.provider + sent("REFUND", provider) - before.provider, must.debtRefunds, "what goes back to the provider");
  same(now.employer + sent("REFUND", employer) - before.employer, must.stageRefunds, "what goes back to the employer");
  for (const [i, who] of world.people.backers.entries()) {
    const back = sum(world.model.pledges.flatMap((p, k) => (p.who === i ? [must.pledgeRefunds[k]!] : [])));
    same(now.backers[i]! + sent("REFUND", who) - before.backers[i]!, back, `what goes back to backer ${i}`);
  }
}

/** What came back of the history's transfers, as far as the product knows: never more than was pulled back at the channel. */
async function cameBack({ model, returned }: World, intents: Awaited<ReturnType<typeof intentsOf>>) {
  for (const one of intents)
    if (one.kind === "TRANSFER" && one.state === "FAILED" && model.pulled.get(one.id) !== one.amountFen)
      throw new Error(`the transfer ${one.id} failed here and was not pulled back`);
  if (returned.length === 0) return 0n;
  const parts = await db.returnedPay.groupBy({ by: ["intentId"], where: { id: { in: returned } }, _sum: { amountFen: true } });
  const known = parts.map(({ intentId, _sum }) => ({ intentId, fen: _sum.amountFen ?? 0n }));
  for (const { intentId, fen } of known)
    if (fen > (model.pulled.get(intentId) ?? 0n)) throw new Error(`${fen} fen of ${intentId} came back here, at the channel fewer`);
  return sum(known.map(({ fen }) => fen));
}

/** At the end everything that was pulled back is known. */
async function allCameBack(world: World) {
  const intents = await intentsOf(world);
  const whole = intents.filter((one) => one.kind === "TRANSFER" && one.state === "FAILED").map((one) => one.amountFen);
  same((await cameBack(world, intents)) + sum(whole), sum(world.model.pulled.values()), "what came back");
}

async function live(steps: readonly Command[], cast: Cast, channel: Channel) {
  const deal: Deal = await signedContract({ employer: cast.employer, provider: cast.provider, amounts: STAGES });
  const world: World = {
    ...channel,
    model: newModel(STAGES),
    deal,
    campaignId: null,
    pledgeIds: [],
    people: cast.people,
    met: [],
    returned: [],
    pages: new Map(),
    seen: new Set(),
    transfers: new Map(),
  };
  const before = await books(world);
  for (const [i, step] of steps.entries()) {
    try {
      await run(world, step);
      await compare(world, before);
    } catch (error) {
      throw new Error(`after command ${i + 1} of ${write(steps)}: ${(error as Error).message}`, { cause: error });
    }
  }
  try {
    await drain(world);
    await compare(world, before, true);
    if (world.model.pulled.size > 0) await allCameBack(world);
    await allArrived(world, before, await books(world));
  } catch (error) {
    throw new Error(`at the end of ${write(steps)}: ${(error as Error).message}`, { cause: error });
  }
}

let cast: Promise<Cast> | undefined;
const theCast = (channel: Channel) => {
  cast ??= assemble(channel);
  return cast;
};

/** So many histories from this seed. Throws with the shortest history that breaks a promise. */
export async function histories({ runs, seed, channel }: { runs: number; seed: number; channel: Channel }): Promise<void> {
  const people = await theCast(channel);
  await fc.assert(
    fc.asyncProperty(history, (steps) => live(steps, people, channel)),
    { numRuns: runs, seed, endOnFailure: false, interruptAfterTimeLimit: undefined, includeErrorInReport: true },
  );
}

/** One history told again. */
export async function retell(text: string, channel: Channel): Promise<void> {
  await live(read(text), await theCast(channel), channel);
}
