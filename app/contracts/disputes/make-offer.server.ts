import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { type MakeOffer, splitByShare } from "#app/contracts/disputes/dispute.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A side says how it would divide the frozen sum. Its newest offer stands until the other side accepts it. */
export async function makeOffer(viewer: Viewer, input: z.output<typeof MakeOffer>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { dispute, party, now } = locked;
    const mine = { disputeId: dispute.id, side: party.side };
    if ((await tx.disputeOffer.count({ where: mine })) >= policy.dispute.maxOffers)
      throw new Refusal("tooManyItems", { max: policy.dispute.maxOffers });
    await moveDispute(tx, dispute, { verb: "makeOffer", to: "NEGOTIATING", actor: party.actor }, now);
    const split = splitByShare(dispute.amountFen, input.share);
    await tx.disputeOffer.create({ data: { ...mine, byUserId: viewer.userId, toProviderFen: split.toProviderFen, at: now } });
    const params = { toProviderFen: String(split.toProviderFen), toEmployerFen: String(split.toEmployerFen) };
    await tellSides(tx, locked, [otherSide(party.side)], { kind: "contracts.notice.disputeOffer", params }, now);
  });
}
