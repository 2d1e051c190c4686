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
  const earned = [...ofProvider(provider.orgId), INCOME];
  const sides = [employer, provider].map(({ orgId }) => owedTo(orgId));
  const all = await balancesOf([...stages, campaign, ...backers, ...earned, ...sides, owes(provider.orgId)]);
  const of = (key: string) => all.get(key) ?? 0n;
  return {
    stages: stages.map(of),
    campaign: of(campaign),
    // What the provider owes is pay that it had too much.
    earned: sum(earned.map(of)) - of(owes(provider.orgId)),
    pay: sum(ofProvider(provider.orgId).map(of)),
    owed: of(owes(provider.orgId)),
    employer: of(owedTo(employer.orgId)),
    provider: of(owedTo(provider.orgId)),
    backers: backers.map(of),
  };
}
