import { db } from "#app/db.server.ts";
import { readCharge } from "#app/payments/checkout-channel.server.ts";
import { recordSettlement } from "#app/payments/lots.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * Asks the channel what a charge cost and whether its money can be used, and writes down what is new. One that was settled in another
 * currency stays as it is: its line in the channel's journal alarms.
 */
export async function settleLot(lotId: string): Promise<void> {
  const lot = await db.fundingLot.findUniqueOrThrow({
    where: { id: lotId },
    select: { chargeId: true, feeFen: true, availableOn: true, availableAt: true },
  });
  if (lot.availableAt) return;
  // Its cost is known, and its day has not come: a notice about it has nothing new, and thousands of them come at once.
  if (lot.feeFen !== null && lot.availableOn && lot.availableOn > (await appNow())) return;
  const charge = await readCharge(lot.chargeId);
  await transact(async (tx) => recordSettlement(tx, lotId, charge, await appNow(tx)));
}
