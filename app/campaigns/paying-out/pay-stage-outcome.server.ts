import { lockPayout, movePayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { transferFailed, transferReversed, transferSucceeded } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { LATER_MS, nextTry } from "#app/payments/next-try.ts";
import type { Intent, PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";
import type { Payout } from "../../../generated/prisma/client.ts";

/** A stage, or what came back to its creator from a task, reached the creator's account, or certainly did not. */
export const payStageOutcome: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const campaign = await campaignOf(tx, intent);
    await post(tx, transferSucceeded({ key: `transfer:${intent.id}`, ...sumOf(intent, campaign.id) }), now);
    if (intent.refType === "payout") {
      const payout = await lockPayout(tx, intent.refId);
      const data = { releasedAt: now, lastError: null };
      await movePayout(tx, payout, { verb: "finishStage", to: "RELEASED", actor: byStripe, data }, now);
    } else await tx.allocation.update({ where: { id: intent.refId }, data: { returnedFen: { increment: intent.amountFen } } });
    const params = { title: campaign.title, amountFen: String(intent.amountFen) };
    const href = `/campaigns/${campaign.id}/manage/money`;
    await notifyOrg(tx, intent.orgId, "pay:approve", { kind: "campaigns.notice.stageSent", params, href }, now);
  },
  async failed(tx, intent, error, now) {
    const campaign = await campaignOf(tx, intent);
    if (intent.state === "SUCCEEDED") return comesBack(tx, intent, campaign, now);
    await post(tx, transferFailed({ key: `transfer-failed:${intent.id}`, ...sumOf(intent, campaign.id) }), now);
    if (intent.refType === "payout") await failStage(tx, await lockPayout(tx, intent.refId), intent.amountFen, error, now);
  },
};

/** A transfer that had been made was reversed: the stage has it again and sends it again. */
async function comesBack(tx: Tx, intent: Intent, campaign: { id: string; title: string }, now: Date) {
  await post(tx, transferReversed({ key: `transfer-reversed:${intent.id}`, ...sumOf(intent, campaign.id) }), now);
  if (intent.refType === "payout") {
    const payout = await lockPayout(tx, intent.refId);
    const lastError = "transfer_reversed: the transfer came back";
    const { again, tries } = nextTry(payout, lastError, policy.retryMs, now);
    const retryAt = again ?? new Date(now.getTime() + LATER_MS);
    const data = { transferredFen: { decrement: intent.amountFen }, ...tries, lastError, releasedAt: null, retryAt };
    await movePayout(tx, payout, { verb: "reverseStage", to: "FAILED", actor: byStripe, data }, now);
  } else await tx.allocation.update({ where: { id: intent.refId }, data: { returnedFen: { decrement: intent.amountFen } } });
  const params = { title: campaign.title, amountFen: String(intent.amountFen) };
  const notice = { kind: "cards.notice.stageCameBack", params, href: `/payee?org=${intent.orgId}` } as const;
  await notifyOrg(tx, intent.orgId, "org:manage", notice, now);
}

const sumOf = ({ orgId, amountFen }: Intent, ref: string) => ({ ref, orgId, amountFen });

async function campaignOf(tx: Tx, { refType, refId }: Intent) {
  const payoutId =
    refType === "payout" ? refId : (await tx.allocation.findUniqueOrThrow({ where: { id: refId }, select: { payoutId: true } })).payoutId;
  const { campaign } = await tx.payout.findUniqueOrThrow({
    where: { id: payoutId },
    select: { campaign: { select: { id: true, title: true } } },
  });
  return campaign;
}

async function failStage(tx: Tx, payout: Payout, amountFen: bigint, error: string, now: Date) {
  const { again, tries } = nextTry(payout, error, policy.retryMs, now);
  const data = { transferredFen: { decrement: amountFen }, ...tries, lastError: error.slice(0, 500), retryAt: again };
  await movePayout(tx, payout, { verb: "failStage", to: "FAILED", actor: byStripe, reason: error.slice(0, 200), data }, now);
  if (again) return;
  const notice = { kind: "campaigns.notice.stageStuck", params: { amountFen: String(amountFen) } } as const;
  await notifyOperators(tx, { ...notice, href: `/desk/campaigns/money` }, now);
}
