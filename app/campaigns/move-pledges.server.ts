import { type PledgeState, type PledgeVerb, pledgeFlow } from "#app/campaigns/pledge.ts";
import { allows } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransitions } from "#app/transition.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

type Many = {
  verb: PledgeVerb;
  from: PledgeState;
  to: PledgeState;
  actor: Actor;
  reason?: string | null;
  /** Which of those that stand in `from`. */
  where: Prisma.PledgeWhereInput;
  data?: Prisma.PledgeUncheckedUpdateManyInput;
};

/** Moves all the pledges of a locked campaign that this concerns, in one statement, with a record of each. */
export async function movePledges(tx: Tx, { verb, from, to, actor, reason, where, data }: Many, now: Date) {
  if (!allows(pledgeFlow, verb, from)) throw new Refusal("wrongState");
  const moved = await tx.pledge.updateManyAndReturn({
    where: { AND: [where, { state: from }] },
    data: { ...data, state: to },
    select: { id: true, userId: true, amountFen: true, collectedFen: true, cardLast4: true, paymentMethodId: true },
  });
  const ids = moved.map(({ id }) => id);
  await recordTransitions(tx, ids, { entity: "pledge", from, to, verb, actor, reason: reason ?? null }, now);
  return moved;
}
