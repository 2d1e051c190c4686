import { type StageFacts, type Terms, termsOf } from "#app/contracts/changes/change-order.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import type { Tx } from "#app/transact.server.ts";

export type Standing = { body: ContractBody; terms: Terms; facts: StageFacts[]; lastOrd: number };

/** What a contract says now, and where each of its stages and its money stands. In a verb: read under the contract's lock. */
export async function readTerms(
  tx: Pick<Tx, "contract" | "milestone" | "pspIntent">,
  contract: Pick<LockedContract, "id">,
): Promise<Standing> {
  const { body } = await tx.contract.findUniqueOrThrow({ where: { id: contract.id }, select: { body: true } });
  const stages = await tx.milestone.findMany({
    where: { contractId: contract.id },
    orderBy: { ord: "asc" },
    select: {
      id: true,
      ord: true,
      state: true,
      amountFen: true,
      releasedFen: true,
      refundedFen: true,
      disputedFen: true,
      cardFrozenFen: true,
      workingAt: true,
      refunds: { where: { state: "PROPOSED" }, select: { id: true } },
      remittances: { where: { state: { not: "DONE" } }, select: { id: true }, take: 1 },
    },
  });
  // A page at the till asks for one sum: while it is open that sum does not change.
  const paying = await tx.pspIntent.findMany({
    where: {
      purpose: "fund-milestone",
      refType: "milestone",
      refId: { in: stages.map((stage) => stage.id) },
      state: { notIn: ["FAILED", "SUCCEEDED"] },
    },
    select: { refId: true },
  });
  const facts = stages.map(({ refunds, remittances, ...stage }) => ({
    ...stage,
    moving: refunds.length + remittances.length > 0 || paying.some((intent) => intent.refId === stage.id),
  }));
  return { body: body as ContractBody, terms: termsOf(body as ContractBody), facts, lastOrd: facts.at(-1)?.ord ?? 0 };
}
