import { agreeChange } from "#app/contracts/changes/agree-change.server.ts";
import { termsOf, type Wanted } from "#app/contracts/changes/change-order.ts";
import { payRaise } from "#app/contracts/changes/pay-raise.server.ts";
import { proposeChange } from "#app/contracts/changes/propose-change.server.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import { type Deal, paid } from "#app/contracts/fixtures.ts";
import { db } from "#app/db.server.ts";
import type { Known } from "#app/people/fixtures.ts";

type Stage = Wanted["stages"][number];
type Alter = { scope?: string; invoiceFirst?: boolean; note?: string; stages?: Record<number, Partial<Stage>>; added?: Wanted["added"] };

export const contractOf = (deal: Deal) => db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
export const offerOf = (orderId: string) => db.changeOffer.findFirstOrThrow({ where: { orderId }, orderBy: { n: "desc" } });
export const orderOf = (id: string) => db.changeOrder.findUniqueOrThrow({ where: { id } });

/** The form as it comes from the page: the contract as it is (or `body`), with these alterations. */
export async function wanted(
  deal: Deal,
  { scope, invoiceFirst, note = "按实际需要调整", stages = {}, added = [] }: Alter,
  body?: ContractBody,
): Promise<Wanted> {
  const terms = termsOf(body ?? ((await contractOf(deal)).body as ContractBody));
  return {
    scope: scope ?? terms.scope,
    invoiceFirst: invoiceFirst ?? terms.invoiceFirst,
    note,
    added,
    stages: terms.stages.map(({ amountFen, ...stage }) => ({ ...stage, amount: BigInt(amountFen), drop: false, ...stages[stage.ord] })),
  };
}

export async function propose(deal: Deal, by: Known, alter: Alter) {
  const { versionHash } = await contractOf(deal);
  return proposeChange(by.viewer, { contractId: deal.contractId, baseHash: versionHash, ...(await wanted(deal, alter)) });
}

export async function agree(by: Known, orderId: string) {
  return agreeChange(by.viewer, { orderId, offerHash: (await offerOf(orderId)).hash, agree: "on" });
}

export async function payDifference(deal: Deal, orderId: string, method: "card" | "alipay" = "alipay") {
  const { intentId } = await payRaise(deal.employer.viewer, orderId);
  return paid(intentId, { method });
}
