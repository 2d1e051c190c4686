import { frozenFen } from "#app/deposits/card-disputes/frozen.server.ts";
import { missingFen, type PayDeposit } from "#app/deposits/deposit.ts";
import { askPayment } from "#app/deposits/money/ask-payment.server.ts";
import { asPayer, lockStanding } from "#app/deposits/standing/lock-standing.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * A provider wants to pay its standing deposit: the first time, up to a higher tier, or what a claim took out of it. The promises and the
 * tier change when the money is here, for what is signed from then on. Only who is verified by name may promise anything.
 */
export async function payDeposit(viewer: Viewer, { orgId, tierFen, promises }: PayDeposit): Promise<{ intentId: string }> {
  return transact(async (tx) => {
    asPayer(viewer, orgId);
    const { org, deposit: found, now } = await lockStanding(tx, orgId);
    if (!org.verifiedAt) throw new Refusal("realNameFirst");
    if (found?.state === "LEAVING") throw new Refusal("depositLeaving");
    if (found && (await frozenFen(tx, found)) > 0n) throw new Refusal("cardDisputeOpen");
    const amountFen = missingFen(found, tierFen);
    if (amountFen === 0n) throw new Refusal("depositEnough");
    const deposit = found ?? (await tx.deposit.create({ data: { kind: "PROVIDER", orgId, createdAt: now } }));
    return askPayment(tx, deposit, { amountFen, tierFen, promises }, now);
  });
}
