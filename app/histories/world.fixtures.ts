import type { Deal } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import type { Model } from "#app/histories/model.fixtures.ts";
import type { Known } from "#app/people/fixtures.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

/** Where a history happens: a contract of two stages, and a campaign that is made when it is first needed. */
export type World = {
  model: Model;
  deal: Deal;
  campaignId: string | null;
  /** The rows of the model's pledges. */
  pledgeIds: string[];
  people: { creator: Known; backers: Known[]; desk: Known };
  /** Its wishes to move money, in the order in which it met them. */
  met: string[];
  /** Parts of pay that came back. */
  returned: string[];
  /** Pages at the till for debts, and the payments that were counted. */
  pages: Map<string, string>;
  seen: Set<string>;
  /** Wishes to send pay to each organisation, so far. */
  transfers: Map<string, number>;
  fault(endpoint: string, kind: string, times: number): Promise<void>;
  noFaults(): Promise<void>;
  failRefund(refund: string): Promise<void>;
};
export type Run = (world: World, n: number, share: number) => Promise<unknown>;

const groups = ({ deal, campaignId, model, returned }: World) => [
  `contract_${deal.contractId}`,
  `campaign_${campaignId}`,
  ...model.debts.map(({ id }) => `debt_${id}`),
  ...returned.map((id) => `returned_${id}`),
];
/**
 * The history's own wishes, the oldest first. Those that one command made are told apart by what they are, not by their names or by a
 * millisecond: the same seed tells the same history each time.
 */
export async function intentsOf(world: World) {
  const found = await db.pspIntent.findMany({
    where: { OR: groups(world).map((transferGroup) => ({ params: { path: ["transferGroup"], equals: transferGroup } })) },
  });
  const backer = (orgId: string) => world.people.backers.findIndex((who) => who.orgId === orgId);
  const what = (one: (typeof found)[number]) => [one.kind, one.purpose, String(one.amountFen).padStart(12, "0"), backer(one.orgId)].join();
  const fresh = found.filter(({ id }) => !world.met.includes(id)).sort((a, b) => (what(a) < what(b) ? -1 : 1));
  world.met.push(...fresh.map(({ id }) => id));
  return found.sort((a, b) => world.met.indexOf(a.id) - world.met.indexOf(b.id));
}
/** What came in of these pledges, as far as the product knows. */
export async function lotsOf(pledgeIds: readonly string[]) {
  const lots = await db.fundingLot.findMany({ where: { refType: "pledge", refId: { in: [...pledgeIds] } } });
  return Map.groupBy(lots, ({ refId }) => refId);
}
export const isPage = (kind: string) => kind === "CHECKOUT" || kind === "SETUP";
export const nth = <T>(all: readonly T[], n: number) => all[n % Math.max(1, all.length)];

/** The product agrees exactly when the model does. */
export async function agreed(does: Promise<unknown>, may: boolean, what: string): Promise<boolean> {
  const answer = await does.then(
    () => true,
    (error) => {
      if (error instanceof Refusal) return false;
      throw error;
    },
  );
  if (answer !== may) throw new Error(`${what}: the product says ${answer ? "yes" : "no"}, the model ${may ? "yes" : "no"}`);
  return answer;
}

export async function tick<Name extends string>(due: Record<Name, (now: Date) => Promise<number>>, ...names: Name[]) {
  for (const name of names) await due[name](await appNow());
}
