import { movePledge } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { lockRefund } from "#app/campaigns/refunding/lock-refund.server.ts";
import { askPayee } from "#app/campaigns/refunding/send-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { refundReversed, refundSucceeded } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { declineOf } from "#app/payments/intent.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyUsers } from "#app/people/notify.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";

type Locked = Awaited<ReturnType<typeof lockRefund>>;
/** The channel's word for a payment whose way back is closed. */
const CLOSED = "charge_not_refundable";

/** A backer's refund arrived, or certainly did not; one that arrived may still come back, and then it is owed again. */
export const refundOutcome: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const locked = await lockRefund(tx, intent.refId);
    if (locked.row.state !== "SENDING") return;
    await post(tx, refundSucceeded({ key: `refunded:${intent.id}`, ...sumOf(locked) }), now);
    await finishRefund(tx, locked, {}, now);
  },
  async failed(tx, intent, error, now) {
    const locked = await lockRefund(tx, intent.refId);
    const { row, pledge } = locked;
    const cameBack = row.state === "DONE";
    if (cameBack) {
      await post(tx, refundReversed({ key: `refund-reversed:${intent.id}`, ...sumOf(locked) }), now);
      if (pledge.state === "REFUNDED")
        await movePledge(tx, pledge, { verb: "reopenRefund", to: "REFUNDING", actor: byStripe, data: { endedAt: null } }, now);
    } else if (row.state !== "SENDING") return;
    if (declineOf(error).code === CLOSED) return askPayee(tx, row, pledge.userId, now);
    await tryLater(tx, locked, error, now);
    if (cameBack) await tellBacker(tx, locked, "campaigns.notice.refundCameBack", now);
  },
};

const sumOf = ({ row, pledge }: Locked) => ({ ref: row.campaignId, orgId: pledge.orgId, amountFen: row.amountFen - row.keptFen });

/** A refund has arrived. With the last one of a pledge that ends by it, the pledge is REFUNDED. */
export async function finishRefund(tx: Tx, { row, pledge }: Locked, data: { paidById?: string; reference?: string }, now: Date) {
  await tx.pledgeRefund.update({ where: { id: row.id }, data: { ...data, state: "DONE", doneAt: now, lastError: null } });
  const open = await tx.pledgeRefund.count({ where: { pledgeId: pledge.id, state: { not: "DONE" } } });
  const isAll = pledge.refundedFen + pledge.chargedBackFen === pledge.collectedFen;
  if (pledge.state === "REFUNDING" && isAll && open === 0)
    await movePledge(tx, pledge, { verb: "finishRefund", to: "REFUNDED", actor: byStripe, data: { endedAt: now } }, now);
  await tellBacker(tx, { row, pledge }, data.paidById ? "campaigns.notice.refundPaid" : "campaigns.notice.refundArrived", now);
  afterCommit(tx, () => announceCampaign(row.campaignId));
}

type Told = `campaigns.notice.${"refundPaid" | "refundArrived" | "refundCameBack"}`;
async function tellBacker(tx: Tx, { row, pledge }: Locked, kind: Told, now: Date) {
  const { title } = await tx.campaign.findUniqueOrThrow({ where: { id: row.campaignId }, select: { title: true } });
  const params = { title, amountFen: String(row.amountFen - row.keptFen) };
  await notifyUsers(tx, [pledge.userId], { kind, params, href: `/pledges/${pledge.id}` }, now);
}

/** After a certain failure: again after a growing wait; after the last one operators are told. */
async function tryLater(tx: Tx, { row }: Locked, error: string, now: Date) {
  const wait = policy.retryMs[row.attempts];
  const data = { attempts: row.attempts + 1, lastError: error.slice(0, 500), doneAt: null };
  if (wait !== undefined) {
    await tx.pledgeRefund.update({ where: { id: row.id }, data: { ...data, state: "READY", retryAt: new Date(now.getTime() + wait) } });
    return;
  }
  await tx.pledgeRefund.update({ where: { id: row.id }, data: { ...data, state: "STUCK", retryAt: null } });
  const params = { amountFen: String(row.amountFen - row.keptFen) };
  await notifyOperators(tx, { kind: "campaigns.notice.refundStuck", params, href: "/desk/campaigns/refunds" }, now);
}
