import { createContract } from "#app/contracts/create-contract.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { lockAward } from "#app/tasks/award/lock-award.server.ts";
import { restOf } from "#app/tasks/award/rest.server.ts";
import { tellOthers } from "#app/tasks/award/tell-others.server.ts";
import { asProvider } from "#app/tasks/lock.server.ts";
import { moveTask, signalParties } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** T13: the provider takes the award. The contract is made of the task's stages and the bid's amounts; every other bidder gets their score row. */
export async function acceptAward(viewer: Viewer, awardId: string): Promise<{ contractId: string }> {
  return transact(async (tx) => {
    const { task, award, bid, now, open } = await lockAward(tx, awardId);
    const actor = asProvider(viewer, bid);
    if (!open || award.acceptBy <= now) throw new Refusal("awardGone");
    const { count } = await tx.award.updateMany({ where: { id: awardId, state: "OFFERED" }, data: { state: "ACCEPTED", answeredAt: now } });
    if (count !== 1) throw new Refusal("awardGone");
    const stages = await tx.taskStage.findMany({ where: { taskId: task.id }, orderBy: { ord: "asc" } });
    // After a contract that ended on the way, only what it left is taken over.
    const rest = await restOf(tx, task.id);
    const plan = bid.stages.filter((s) => rest.includes(s.ord));
    const contractId = await createContract(
      tx,
      {
        taskId: task.id,
        bidId: bid.id,
        employerId: task.employerId,
        providerId: bid.providerId,
        title: task.title,
        priceFen: plan.reduce((fen, s) => fen + s.amountFen, 0n),
        ipClause: task.ipClause,
        invoiceFirst: task.invoiceFirst,
        stages: plan.map((s) => {
          const stage = stages.find(({ ord }) => ord === s.ord)!;
          return { title: stage.title, amountFen: s.amountFen, days: s.days, items: stage.acceptance };
        }),
      },
      now,
    );
    await moveTask(tx, task, { verb: "acceptAward", to: "CONTRACTING", actor }, now);
    const params = { title: task.title, label: bid.label };
    await notifyOrg(
      tx,
      task.employerId,
      "task:manage",
      { kind: "tasks.notice.awardAccepted", params, href: `/contracts/${contractId}` },
      now,
    );
    await tellOthers(tx, task, now);
    await signalParties(tx, task.id);
    return { contractId };
  });
}
