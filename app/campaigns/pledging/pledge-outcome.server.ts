import { countCampaign } from "#app/campaigns/insight/count.server.ts";
import { type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { runCancelQueue } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { confirmPledges } from "#app/campaigns/pledging/confirm-pledges.server.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { findRelated } from "#app/campaigns/pledging/find-related.server.ts";
import { noteCard } from "#app/campaigns/pledging/note-card.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { pledgeReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { Facts, Intent, PurposeHandler } from "#app/payments/purpose.ts";
import { provinceName } from "#app/people/addresses/regions.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/**
 * A backer's card was kept, or a wallet's payment came in: the pledge counts, if it is still in time. What came too late is booked all the
 * same and goes back at once; a card that came too late is let go.
 */
export const pledgeOutcome: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const { pledgeId } = await tx.pledgeVersion.findUniqueOrThrow({ where: { id: intent.refId }, select: { pledgeId: true } });
    const { campaign, pledge } = await lockPledge(tx, pledgeId);
    const paidFen = intent.kind === "CHECKOUT" ? intent.amountFen : 0n;
    const refused = await noteCard(tx, pledge, intent.refId, facts.fingerprint, now);
    if (paidFen > 0n) await post(tx, pledgeReceived({ intentId: intent.id, campaignId: campaign.id, amountFen: paidFen }), now);
    const [answer] = await confirmPledges(tx, campaign.id, [{ ...itemOf(intent, facts, paidFen), refused }], now);
    afterCommit(tx, () => {
      announceCampaign(campaign.id);
      signal({ user: pledge.userId }, `pledge:${pledge.id}`);
    });
    if (!answer?.ok) return letGo(tx, { campaign, pledge, intent, facts, paidFen, reason: refused ? "CARD_LIMIT" : "PAID_LATE" }, now);
    if (pledge.paymentMethodId && facts.paymentMethodId && pledge.paymentMethodId !== facts.paymentMethodId)
      await enqueue(tx, "forget-card", { paymentMethodId: pledge.paymentMethodId });
    await runCancelQueue(tx, campaign.id, now);
    await findRelated(tx, campaign, pledge.id, now);
    if (answer.was === "PLEDGED") return moveHouse(tx, pledge);
    const params = { title: campaign.title, amountFen: String(pledge.amountFen) };
    const href = `/pledges/${pledge.id}`;
    const kind = pledge.lane === "CARD" ? ("campaigns.notice.pledgedCard" as const) : ("campaigns.notice.pledgedPaid" as const);
    await notifyUsers(tx, [pledge.userId], { kind, params, href, subject: `pledge:${pledge.id}` }, now);
    afterCommit(tx, () => countCampaign(campaign.id, "PAY", pledge.referrerId ?? ""));
  },
  async failed(tx, intent) {
    const version = await tx.pledgeVersion.findUnique({
      where: { id: intent.refId },
      select: { pledge: { select: { id: true, userId: true } } },
    });
    if (version) afterCommit(tx, () => signal({ user: version.pledge.userId }, `pledge:${version.pledge.id}`));
  },
};

const itemOf = (intent: Intent, facts: Facts, paidFen: bigint) => ({
  versionId: intent.refId,
  paidFen: Number(paidFen),
  method: facts.method ?? null,
  customerId: facts.customerId ?? null,
  paymentMethodId: facts.paymentMethodId ?? null,
  fingerprint: facts.fingerprint ?? null,
  brand: facts.brand ?? null,
  last4: facts.last4 ?? null,
});

type Gone = {
  campaign: LockedCampaign;
  pledge: LockedPledge;
  intent: Intent;
  facts: Facts;
  paidFen: bigint;
  reason: "PAID_LATE" | "CARD_LIMIT";
};

/** What came counts for nothing: too late, or by a card that comes too often. A kept card is let go, money goes back, and the backer hears why. */
async function letGo(tx: Tx, { campaign, pledge, intent, facts, paidFen, reason }: Gone, now: Date) {
  const limited = reason === "CARD_LIMIT";
  // Of a change the pledge as it was remains.
  if (pledge.state === "RESERVED" || limited) await endDue(tx, campaign.id, pledge.id, null, now);
  if (limited && pledge.state === "RESERVED") await tx.pledge.update({ where: { id: pledge.id }, data: { endReason: reason } });
  if (paidFen === 0n && facts.paymentMethodId) await enqueue(tx, "forget-card", { paymentMethodId: facts.paymentMethodId });
  if (paidFen > 0n) {
    const after = await tx.pledge.findUniqueOrThrow({ where: { id: pledge.id } });
    if (after.state === "EXPIRED" || after.state === "CANCELLED")
      await movePledge(tx, after, { verb: "refundLatePayment", to: "REFUNDING", actor: byStripe, reason }, now);
    await giveBack(tx, { campaign, pledge: after }, { amountFen: paidFen, reason, key: `late:${intent.id}` }, now);
  }
  if (paidFen === 0n && !limited) return;
  const kind = limited ? ("campaigns.notice.cardLimit" as const) : ("campaigns.notice.paidLate" as const);
  const params = { title: campaign.title, amountFen: String(paidFen) };
  await notifyUsers(tx, [pledge.userId], { kind, params, href: `/pledges/${pledge.id}` }, now);
}

/** A paid change may send to another province than the address that was chosen before: that one is asked for again. */
async function moveHouse(tx: Tx, { id, provinceCode: before }: LockedPledge) {
  const { provinceCode } = await tx.pledge.findUniqueOrThrow({ where: { id }, select: { provinceCode: true } });
  if (!provinceCode || provinceCode === before) return;
  await tx.pledge.update({ where: { id }, data: { region: provinceName(provinceCode), addressId: null, shipTo: Prisma.DbNull } });
}
