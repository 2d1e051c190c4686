import { whereMoneyWent } from "#app/campaigns/paying-out/queries.server.ts";

/** A task in these states has no page for everybody. */
const closed = new Set(["DRAFT", "IN_REVIEW", "REJECTED", "SUSPENDED"]);

/** What became of each budget line, as everybody may see it: of a task that is by invitation neither the name nor the address. */
export async function moneyUse(campaignId: string) {
  const lines = await whereMoneyWent(campaignId);
  return new Map(
    lines.map((line) => [
      line.id,
      line.tasks.map(({ id, title, visibility, state, provider, allocatedFen, paidFen, accepted, milestones }) => ({
        key: id,
        task: visibility === "PUBLIC" && !closed.has(state) ? { id, title } : null,
        provider: visibility === "PUBLIC" ? provider : null,
        allocatedFen,
        paidFen,
        accepted,
        milestones: milestones.length,
      })),
    ]),
  );
}
export type MoneyUse = Awaited<ReturnType<typeof moneyUse>>;
export type LineUse = MoneyUse extends Map<string, infer T> ? T : never;
