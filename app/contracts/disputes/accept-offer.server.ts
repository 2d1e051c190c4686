import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { type AcceptOffer, splitOf } from "#app/contracts/disputes/dispute.ts";
import { executeSplit } from "#app/contracts/disputes/execute-split.server.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { guardNotSuspended } from "#app/contracts/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A side accepts what the other offers right now (the opener's claim too): settled, and executed at once. */
export async function acceptOffer(viewer: Viewer, input: z.output<typeof AcceptOffer>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { contract, dispute, party } = locked;
    await guardNotSuspended(tx, contract);
    const [offer] = await tx.disputeOffer.findMany({
      where: { disputeId: dispute.id, side: otherSide(party.side) },
      orderBy: { id: "desc" },
      take: 1,
    });
    if (!offer) throw new Refusal("notFound");
    if (offer.id !== input.offerId) throw new Refusal("offerChanged");
    const split = splitOf(dispute.amountFen, offer.toProviderFen);
    const move = { verb: "acceptOffer", to: "SETTLED", actor: party.actor, data: { acceptedOfferId: offer.id } } as const;
    await executeSplit(tx, locked, { ...move, split, ground: "OFFER" });
  });
}
