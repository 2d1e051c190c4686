import { feeKnown, fundsAvailable } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { allocatedCharge } from "#app/payments/intent.ts";
import type { ChargeFacts } from "#app/payments/outcome.ts";
import type { Tx } from "#app/transact.server.ts";
import type { FundingLot } from "../../generated/prisma/client.ts";

/** A part of a sum that one charge pays, or that an organisation had allocated. */
export type LotPart = { chargeId: string; paymentIntent: string; amountFen: bigint; available: boolean; allocatedById: string | null };

/** What a charge can still give. */
export const leftFen = (lot: Pick<FundingLot, "amountFen" | "transferredFen" | "refundedFen" | "chargedBackFen">) =>
  lot.amountFen - lot.transferredFen - lot.refundedFen - lot.chargedBackFen;

/**
 * Takes a sum from the charges that fund a thing, the oldest first, and marks it as used there. The channel caps what one charge can
 * give, so a sum may come as several parts, each an intent of its own; what no bank disputes comes first. The rows are locked: two takers never share a fen. `lotId` takes
 * from one alone: a payment that nothing here wanted goes back as it came.
 */
export async function takeFromLots(
  tx: Tx,
  refType: string,
  refId: string,
  amountFen: bigint,
  kind: "transfer" | "refund",
  lotId: string | null = null,
): Promise<LotPart[]> {
  const lots = await tx.$queryRaw<FundingLot[]>`
    SELECT * FROM "FundingLot" WHERE "refType" = ${refType} AND "refId" = ${refId}::uuid AND (${lotId}::uuid IS NULL OR id = ${lotId}::uuid)
     ORDER BY EXISTS (SELECT FROM "CardDispute" d WHERE d."chargeId" = "FundingLot"."chargeId" AND d.state IN ('OPEN', 'PARKED')), "createdAt", id FOR UPDATE`;
  const parts: LotPart[] = [];
  let rest = amountFen;
  for (const lot of lots) {
    const left = leftFen(lot);
    let taken = left;
    if (taken > rest) taken = rest;
    if (taken <= 0n) continue;
    const used = kind === "transfer" ? { transferredFen: { increment: taken } } : { refundedFen: { increment: taken } };
    await tx.fundingLot.update({ where: { id: lot.id }, data: used });
    const { chargeId, paymentIntent, allocatedById } = lot;
    parts.push({ chargeId, paymentIntent, amountFen: taken, available: lot.availableAt !== null, allocatedById });
    rest -= taken;
  }
  if (rest > 0n) throw new Error(`the charges of ${refType} ${refId} lack ${rest} fen`);
  return parts;
}

/**
 * A milestone is funded from money that was released to its payer before and stays here (stageAllocated, which the caller posts): a lot
 * without a charge, whose money is available.
 */
export async function addAllocatedLot(
  tx: Tx,
  of: { milestoneId: string; creatorId: string; amountFen: bigint; allocationId: string },
  now: Date,
): Promise<void> {
  const { milestoneId: refId, creatorId: allocatedById, amountFen } = of;
  const about = { chargeId: allocatedCharge(of.allocationId), paymentIntent: "", method: "allocation", feeFen: 0n };
  await tx.fundingLot.create({
    data: { refType: "milestone", refId, allocatedById, amountFen, ...about, availableOn: now, availableAt: now, createdAt: now },
  });
}

/** Writes down what became known of a charge: its cost (movement 2), then that its money can be used (movement 3). Each once. */
export async function recordSettlement(
  tx: Tx,
  lotId: string,
  charge: Pick<ChargeFacts, "feeFen" | "availableOn" | "available">,
  now: Date,
): Promise<void> {
  const [lot] = await tx.$queryRaw<FundingLot[]>`SELECT * FROM "FundingLot" WHERE id = ${lotId}::uuid FOR UPDATE`;
  if (!lot || charge.feeFen === null) return;
  const { chargeId, refId: ref } = lot;
  if (lot.feeFen === null) {
    await tx.fundingLot.update({ where: { id: lotId }, data: { feeFen: charge.feeFen, availableOn: charge.availableOn } });
    if (charge.feeFen > 0n) await post(tx, feeKnown({ chargeId, ref, feeFen: charge.feeFen }), now);
  }
  if (charge.available && lot.availableAt === null) {
    await tx.fundingLot.update({ where: { id: lotId }, data: { availableAt: now, availableOn: charge.availableOn } });
    await post(tx, fundsAvailable({ chargeId, ref, netFen: lot.amountFen - (lot.feeFen ?? charge.feeFen) }), now);
  }
}
