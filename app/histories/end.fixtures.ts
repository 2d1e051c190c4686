import { db } from "#app/db.server.ts";
import type { Books } from "#app/histories/books.fixtures.ts";
import { allCame } from "#app/histories/model.fixtures.ts";
import { intentsOf, isPage, lotsOf, type World } from "#app/histories/world.fixtures.ts";
import { Params } from "#app/payments/intent.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";

/** Where a history's money must be when nothing is on its way any more: not where the product believes it, but where people paid and are owed it. */
export async function allArrived(world: World, before: Books, now: Books): Promise<void> {
  const { model, pledgeIds, people } = world;
  const [intents, lots] = [await intentsOf(world), await lotsOf(pledgeIds)];
  const came = allCame(model);
  for (const [i, { fen }] of model.pledges.entries()) {
    const found = (lots.get(pledgeIds[i]!) ?? []).map(({ amountFen }) => amountFen);
    const wanted = came.pledge(i) ? [fen] : [];
    if (found.join() !== wanted.join())
      throw new Error(`of pledge ${i} came ${found.join(" and ") || "nothing"}, not ${wanted.join() || "nothing"}`);
  }
  const ofWallets = new Set(
    model.pledges.flatMap(({ wallet }, i) => (wallet ? (lots.get(pledgeIds[i]!) ?? []) : [])).map(({ chargeId }) => chargeId),
  );
  /** A wallet's refund takes its time, and no time passes here. */
  const isSlow = (one: PspIntent) =>
    one.kind === "REFUND" && one.state === "OPEN" && ofWallets.has(Params.parse(one.params).chargeId ?? "");
  for (const one of intents) {
    const isDone = model.done.get(one.id) === true;
    if (isPage(one.kind) && !isDone) continue;
    const wasPulled = one.kind === "TRANSFER" && one.state === "FAILED" && model.pulled.get(one.id) === one.amountFen;
    const bounced = one.kind === "REFUND" && one.state === "FAILED" && model.bounced.has(one.id);
    if (!isDone || !(one.state === "SUCCEEDED" || isSlow(one) || wasPulled || bounced))
      throw new Error(`${one.purpose} ${one.id} is ${one.state} in the end, at the channel ${isDone ? "done" : "not done"}`);
  }
  if (world.campaignId) {
    const waiting = await db.payout.findMany({
      where: { campaignId: world.campaignId, state: { in: ["RELEASABLE", "RELEASING", "FAILED"] } },
    });
    for (const { stage, state } of waiting) throw new Error(`stage ${stage} of the campaign is ${state} in the end`);
  }
  // Pay that stays is pay that was not sent on; money that is owed back stays only while a wallet takes its time.
  if (now.pay > before.pay) throw new Error(`${now.pay - before.pay} fen of pay were never sent on`);
  const slow = (orgId: string) => intents.reduce((fen, one) => (one.orgId === orgId && isSlow(one) ? fen + one.amountFen : fen), 0n);
  const owed = [
    ["the employer", now.employer - before.employer, 0n],
    ["the provider", now.provider - before.provider, 0n],
    ...people.backers.map(({ orgId }, i) => [`backer ${i}`, now.backers[i]! - before.backers[i]!, slow(orgId)] as const),
  ] as const;
  for (const [who, fen, wanted] of owed) if (fen !== wanted) throw new Error(`${who} is still owed ${fen} fen, not ${wanted}`);
}
