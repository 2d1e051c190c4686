import { expect } from "vitest";
import { dealAt, paid } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import { heldFen, promises } from "#app/deposits/deposit.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { applyOutcome } from "#app/payments/apply-outcome.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import type { DepositPromise } from "../../generated/prisma/enums.ts";

/** Deposits for tests, made through the verbs. Only what the channel would say of money is made up here. */
export const TIERS = { small: 1_000_00n, middle: 3_000_00n, large: 9_000_00n };
type Payment = Parameters<typeof paid>[1];

export const wish = (orgId: string, tierFen: bigint, chosen: DepositPromise[] = [...promises]) => ({ orgId, tierFen, promises: chosen });

/** A verified provider whose deposit of this tier is here. */
export async function promising(tierFen = TIERS.middle, chosen?: DepositPromise[], payment?: Payment): Promise<Known> {
  const provider = await person({ verified: true });
  const { intentId } = await payDeposit(provider.viewer, wish(provider.orgId, tierFen, chosen));
  await paid(intentId, payment);
  return provider;
}

/** A contract under way with a provider who promised. */
export const promisedDeal = async (provider: Known, state: Parameters<typeof dealAt>[0] = "WORKING") =>
  dealAt(state, { provider, employer: await person() });

export const depositOf = (orgId: string) => db.deposit.findFirstOrThrow({ where: { orgId, kind: "PROVIDER" }, orderBy: { id: "desc" } });
export const heldOf = async (orgId: string) => heldFen(await depositOf(orgId));
export const bondOf = (taskId: string) => db.deposit.findFirstOrThrow({ where: { taskId }, orderBy: { id: "desc" } });
export const sumsOf = (depositId: string) => db.depositRemittance.findMany({ where: { depositId }, orderBy: { id: "asc" } });

/** Nothing is wrong in the books, once the channel has answered for everything that is on its way. */
export async function sound(): Promise<void> {
  for (const { id } of await db.deposit.findMany({ select: { id: true } })) await settleSums(id);
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
}

/** The channel says of everything that left a deposit that it arrived, or certainly did not. */
export async function settleSums(
  depositId: string,
  outcome: "succeeded" | "failed" = "succeeded",
  error = "account_closed",
): Promise<number> {
  const sums = await db.depositRemittance.findMany({ where: { depositId, state: "SENDING" }, select: { id: true } });
  const intents = await db.pspIntent.findMany({
    where: { refType: "depositRemittance", refId: { in: sums.map((s) => s.id) }, state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN"] } },
  });
  for (const intent of intents) {
    const about = { id: `x_${intent.id}`, intentId: intent.id, amountFen: intent.amountFen, currency: "cny", live: null };
    const said = outcome === "succeeded" ? { state: "succeeded" as const, facts: {} } : { state: "failed" as const, error };
    await applyOutcome(intent.id, { ...about, ...said }, purposes);
  }
  return intents.length;
}
