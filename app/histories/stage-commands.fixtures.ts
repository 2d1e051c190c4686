import { payOnPage } from "#app/campaigns/pledging/fixtures.ts";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { defaultDispute } from "#app/contracts/disputes/default-dispute.server.ts";
import { frozenStates } from "#app/contracts/disputes/dispute.ts";
import { executeDispute } from "#app/contracts/disputes/execute-dispute.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { answersOf, deliver } from "#app/contracts/fixtures.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { claimOf, divide, rest, type StageCommand, silence, stageRules } from "#app/histories/model.fixtures.ts";
import { agreed, nth, type Run, type World } from "#app/histories/world.fixtures.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

const onStage =
  (name: StageCommand, verb: (world: World, milestoneId: string, x: bigint) => Promise<unknown>): Run =>
  async (world, n, share) => {
    const i = n % world.model.stages.length;
    const [stage, rule] = [world.model.stages[i]!, stageRules[name]];
    const x = (rest(stage) * BigInt(share)) / 100n;
    const may = rule.may(stage, x);
    if (await agreed(verb(world, world.deal.stages[i]!, x), may, `${name} stage ${i} (${stage.state}, ${x} of ${rest(stage)})`))
      rule.does(stage, x);
  };

async function payStage(world: World, n: number) {
  const i = n % world.deal.stages.length;
  const wish = await fundMilestone(world.deal.employer.viewer, world.deal.stages[i]!).catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (!wish || world.model.done.get(wish.intentId)) return;
  const url = await checkoutUrl(wish.intentId, { title: wish.title, locale: "zh", returnPath: `/contracts/${world.deal.contractId}` });
  world.model.stages[i]!.paid = await payOnPage(url, { number: "4000000000000077" });
  world.model.done.set(wish.intentId, world.model.stages[i]!.paid);
}

/** One of the open disputes. */
async function disputeOf({ deal }: World, n: number) {
  const open = { milestoneId: { in: deal.stages }, state: { in: frozenStates } };
  return nth(await db.dispute.findMany({ where: open, orderBy: [{ milestone: { ord: "asc" } }, { id: "asc" }] }), n);
}

/** What the two sides of a contract do with its stages. */
export const stageActs = {
  payStage,
  start: onStage("start", ({ deal }, id) => startWork(deal.provider.viewer, id)),
  deliver: onStage("deliver", ({ deal }, id) => deliver(deal, deal.stages.indexOf(id))),
  changes: onStage("changes", async ({ deal }, milestoneId) => {
    const failed = [(await answersOf(milestoneId))[0]!.itemId];
    return requestChanges(deal.employer.viewer, { milestoneId, failed, text: "请修改这一项" });
  }),
  accept: onStage("accept", ({ deal }, id) => acceptDelivery(deal.employer.viewer, id)),
  release: onStage("release", async (_world, id) => {
    await db.milestone.updateMany({ where: { id, state: "ACCEPTED" }, data: { coolingUntilAt: await appNow() } });
    return releaseMilestone(id);
  }),
  giveBack: onStage("giveBack", ({ deal }, milestoneId) => giveBack(deal.provider.viewer, { milestoneId, reason: "无法继续完成" })),
  agree: onStage("agree", async ({ deal }, milestoneId, amount) => {
    if (amount <= 0n) throw new Refusal("overRest");
    await proposeRefund(deal.employer.viewer, { milestoneId, amount, reason: "少做一部分" });
    const { id } = await db.refundProposal.findFirstOrThrow({ where: { milestoneId, state: "PROPOSED" } });
    return answerRefund(deal.provider.viewer, id, "AGREED");
  }),
  dispute: onStage("dispute", async ({ deal }, milestoneId, amount) => {
    if (amount <= 0n) throw new Refusal("overRest");
    return openDispute(deal.provider.viewer, { milestoneId, amount, wanted: claimOf(amount), reason: "雇主的要求超出了约定", files: [] });
  }),
  async split(world: World, n: number, share: number) {
    const { deal } = world;
    const dispute = await disputeOf(world, n);
    if (!dispute) return;
    // The other side's answer carries its offer, which the provider takes.
    await respond(deal.employer.viewer, { disputeId: dispute.id, share, text: "按完成的比例分配", files: [] });
    const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId: dispute.id, side: "EMPLOYER" }, orderBy: { id: "desc" } });
    await acceptOffer(deal.provider.viewer, { disputeId: dispute.id, offerId: offer.id });
    divide(world.model.stages[deal.stages.indexOf(dispute.milestoneId)]!, dispute.amountFen, offer.toProviderFen);
  },
  /** The employer says nothing to a dispute, and nothing to what then stands. */
  async silent(world: World, n: number) {
    const dispute = await disputeOf(world, n);
    if (!dispute) return;
    for (const verb of [defaultDispute, executeDispute]) {
      await db.dispute.update({ where: { id: dispute.id }, data: { dueAt: await appNow() } });
      await verb(dispute.id);
    }
    silence(world.model.stages[world.deal.stages.indexOf(dispute.milestoneId)]!, dispute.amountFen);
  },
} satisfies Record<string, Run>;
