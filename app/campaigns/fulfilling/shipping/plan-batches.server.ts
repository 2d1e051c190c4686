import type { z } from "zod";
import type { MoveBatch, PlanBatches } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

const DAY = 86_400_000;
const MOST = 60;

/** Everybody who is in no batch yet gets one, by queue number: so many a batch, a batch every so many days. */
export async function planBatches(viewer: Viewer, campaignId: string, input: z.output<typeof PlanBatches>) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED") throw new Refusal("wrongState");
    if (input.firstAt < now) throw new Refusal("batchInPast", {}, "firstAt");
    await numberLate(tx, campaignId);
    const waiting = await tx.pledge.count({ where: { campaignId, state: "COLLECTED", batchId: null, queueNo: { not: null } } });
    const wanted = Math.ceil(waiting / input.size);
    if (wanted === 0) throw new Refusal("nobodyToPlan");
    const last = await tx.batch.findFirst({ where: { campaignId }, orderBy: { ord: "desc" }, select: { ord: true } });
    const first = (last?.ord ?? 0) + 1;
    if (first - 1 + wanted > MOST) throw new Refusal("tooManyBatches", { max: MOST }, "size");
    for (let i = 0; i < wanted; i++) {
      const plannedAt = new Date(input.firstAt.getTime() + i * input.everyDays * DAY);
      const batch = await tx.batch.create({
        data: { campaignId, ord: first + i, title: String(first + i), plannedAt, createdAt: now },
        select: { id: true },
      });
      await tx.$executeRaw`
        UPDATE "Pledge" SET "batchId" = ${batch.id}::uuid WHERE id IN (
          SELECT id FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND state = 'COLLECTED' AND "batchId" IS NULL AND "queueNo" IS NOT NULL
          ORDER BY "queueNo" LIMIT ${input.size})`;
    }
    return wanted;
  });
}

/** Late pledges stand at the end of the queue, in the order in which they were paid. */
async function numberLate(tx: Tx, campaignId: string) {
  await tx.$executeRaw`
    UPDATE "Pledge" p SET "queueNo" = n.no FROM (
      SELECT q.id, (SELECT coalesce(max("queueNo"), 0) FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid)
                   + row_number() OVER (ORDER BY q."collectedAt", q.id) AS no
      FROM "Pledge" q WHERE q."campaignId" = ${campaignId}::uuid AND q.state = 'COLLECTED' AND q."queueNo" IS NULL) n
    WHERE p.id = n.id`;
}

/** A batch slips or catches up: those in it are told its new date. */
export async function moveBatch(viewer: Viewer, campaignId: string, input: z.output<typeof MoveBatch>) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    const batch = await tx.batch.findFirst({ where: { id: input.batchId, campaignId }, select: { id: true, plannedAt: true } });
    if (!batch) throw new Refusal("notFound");
    const { title, plannedAt, note } = input;
    await tx.batch.update({ where: { id: batch.id }, data: { title, plannedAt, note } });
    if (plannedAt.getTime() === batch.plannedAt.getTime()) return;
    const params = { title: campaign.title, plannedAt: plannedAt.toISOString() };
    await tellBackers(tx, { campaignId, batchId: batch.id }, { kind: "campaigns.notice.batchMoved", params }, now);
  });
}

/** A batch from which nothing was sent can be dissolved; its backers wait for the next plan. */
export async function removeBatch(viewer: Viewer, campaignId: string, batchId: string) {
  return transact(async (tx) => {
    const { campaign } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    if ((await tx.shipment.count({ where: { campaignId, batchId } })) > 0) throw new Refusal("batchSent");
    await tx.pledge.updateMany({ where: { campaignId, batchId }, data: { batchId: null } });
    const { count } = await tx.batch.deleteMany({ where: { id: batchId, campaignId } });
    if (count === 0) throw new Refusal("notFound");
  });
}
