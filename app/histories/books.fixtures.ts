import type { World } from "#app/histories/world.fixtures.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";

const ofProvider = (orgId: string) => ["pending", "available", "withdrawing"].map((which) => `provider:${which}:${orgId}`);
const INCOME = "income:platform_fee";
const owes = (orgId: string) => `provider:receivable:${orgId}`;
const owedTo = (orgId: string) => `refund:payable:${orgId}`;
export const sum = (all: Iterable<bigint>) => [...all].reduce((a, b) => a + b, 0n);

export type Books = Awaited<ReturnType<typeof books>>;
/** What stands in the accounts that a history touches; what its people have from other histories stands there, too. */
export async function books({ deal, campaignId, people }: Pick<World, "deal" | "campaignId" | "people">) {
  const { employer, provider } = deal;
  const stages = deal.stages.map((id) => `escrow:milestone:${id}`);
  const campaign = `escrow:campaign:${campaignId}`;
  const backers = people.backers.map(({ orgId }) => owedTo(orgId));
  const payees = [provider.orgId, people.creator.orgId];
  const pay = payees.flatMap(ofProvider);
  const sides = [employer, provider].map(({ orgId }) => owedTo(orgId));
  const all = await balancesOf([...stages, campaign, ...backers, ...pay, INCOME, ...sides, ...payees.map(owes)]);
  const of = (key: string) => all.get(key) ?? 0n;
  return {
    stages: stages.map(of),
    campaign: of(campaign),
    // What the provider or the creator owes is pay that they had too much.
    earned: sum([...pay, INCOME].map(of)) - sum(payees.map((orgId) => of(owes(orgId)))),
    pay: sum(pay.map(of)),
    owed: new Map(payees.map((orgId) => [orgId, of(owes(orgId))])),
    employer: of(owedTo(employer.orgId)),
    provider: of(owedTo(provider.orgId)),
    backers: backers.map(of),
  };
}
