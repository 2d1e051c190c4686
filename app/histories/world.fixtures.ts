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
  people: { creator: Known; backers: Known[] };
  fault(endpoint: string, kind: string, times: number): Promise<void>;
  noFaults(): Promise<void>;
};
export type Run = (world: World, n: number, share: number) => Promise<unknown>;

const groups = ({ deal, campaignId }: World) => [`contract_${deal.contractId}`, `campaign_${campaignId}`];
/** The history's own wishes, the oldest first. */
export const intentsOf = (world: World) =>
  db.pspIntent.findMany({
    where: { OR: groups(world).map((transferGroup) => ({ params: { path: ["transferGroup"], equals: transferGroup } })) },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
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
