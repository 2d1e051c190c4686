import { otherSide, roleOf, type Side } from "#app/contracts/contract.ts";
import { freezeDisputed } from "#app/contracts/disputes/open-dispute.server.ts";
import { begunStates, splitBy } from "#app/contracts/ending/ending.ts";
import { type LockedEnding, lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Makes the dispute of an ending without agreement, in the name of the side that answered no or was left without an answer, and keeps which
 * it is. Who gave that side's word then is named, whatever they may do now: nobody has to be able to act for the case to be opened. Asked
 * again it finds the one that was opened. Returns the dispute, or null when nothing is left to divide.
 */
export async function disputeEnding(endingId: string): Promise<string | null> {
  return transact(async (tx) => {
    const locked = await lockEnding(tx, endingId);
    const { ending, now } = locked;
    if (ending.state !== "ESCALATING") return ending.disputeId;
    // The provider stated and heard nothing: it claims what it stated. In every other case the employer does.
    const side: Side = ending.percent !== null && ending.wishPercent === null ? "PROVIDER" : "EMPLOYER";
    const disputeId = (await open(tx, locked, side)) ?? (await ownDispute(tx, locked, side));
    const [to, data] = disputeId ? (["DISPUTED", { disputeId }] as const) : (["SETTLED", {}] as const);
    await moveEnding(tx, ending, { verb: "disputeEnding", to, actor: byClock, data }, now);
    return disputeId;
  });
}

async function open(tx: Tx, locked: LockedEnding, side: Side): Promise<string | null> {
  const { contract, milestone, ending } = locked;
  const amount = restFen(milestone);
  if (amount === 0n || !begunStates.includes(milestone.state)) return null;
  const split = splitBy(amount, (side === "PROVIDER" ? ending.percent : ending.wishPercent) ?? 0);
  const wanted = side === "PROVIDER" ? split.toProviderFen : split.toEmployerFen;
  const reason = [ending.reason, ending.statement, ending.answer].filter(Boolean).join("\n\n").slice(0, 3000);
  const userId = side === "PROVIDER" && ending.statedById ? ending.statedById : ending.askedById;
  const otherOrgId = otherSide(side) === "EMPLOYER" ? contract.employerId : contract.providerId;
  const party = { side, otherOrgId, actor: { userId, role: roleOf(side) } } as const;
  return freezeDisputed(tx, locked, { amount, wanted, reason, party, userId });
}

/** All that was left is disputed by this side already. */
async function ownDispute(tx: Tx, { milestone, ending }: LockedEnding, side: Side): Promise<string | null> {
  const dispute = await tx.dispute.findFirst({
    where: { milestoneId: milestone.id, side, openedAt: { gte: ending.createdAt } },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return dispute?.id ?? null;
}
