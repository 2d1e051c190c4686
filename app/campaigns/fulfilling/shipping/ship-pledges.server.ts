import type { z } from "zod";
import type { Fulfilment } from "#app/campaigns/campaign.ts";
import type { Carrier, ImportRow, ShipOne } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { type LockedCampaign, lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { daysLate } from "#app/campaigns/refunding/ladder.ts";
import { owedSince } from "#app/campaigns/refunding/unsent.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, recordTransitions } from "#app/transition.server.ts";

type Parcel = {
  line: number;
  pledgeId: string;
  userId: string;
  batchId: string | null;
  carrier: Carrier;
  trackingNos: string[];
  note: string;
};
const MOST = 10_000;
/** Parcels that follow: of a campaign that ships, replacements after it, and what a defaulted one sends after all. */
const sending: readonly Fulfilment[] = ["SHIPPING", "DELIVERED", "DEFAULTED"];

/** One pledge's parcel is on its way. */
export async function shipPledge(viewer: Viewer, campaignId: string, input: z.output<typeof ShipOne>) {
  if (input.trackingNos.length === 0 && input.carrier !== "PICKUP") throw new Refusal("trackingNeeded", {}, "trackingNos");
  const { pledgeId, carrier, trackingNos, note } = input;
  return ship(viewer, campaignId, [{ line: 1, queueNo: null, pledgeId, carrier, trackingNos }], note);
}

/** Many at once, as they were pasted or uploaded: all of them or, with the wrong lines named, none. */
export async function importShipments(viewer: Viewer, campaignId: string, read: { rows: ImportRow[]; wrong: number[] }) {
  if (read.wrong.length > 0) throw new Refusal("shipmentLines", { lines: listed(read.wrong) }, "text");
  if (read.rows.length === 0) throw new Refusal("shipmentsNone", {}, "text");
  if (read.rows.length > MOST) throw new Refusal("tooManyShipments", { max: MOST }, "text");
  return ship(viewer, campaignId, read.rows, "");
}
const listed = (lines: number[]) => `${lines.slice(0, 20).join(", ")}${lines.length > 20 ? " …" : ""}`;

async function ship(viewer: Viewer, campaignId: string, rows: ImportRow[], note: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED") throw new Refusal("wrongState");
    const parcels = await parcelsOf(tx, campaignId, rows, note);
    if (parcels.length === 0) return 0;
    if (!sending.includes(campaign.fulfilment)) await beginShipping(tx, campaign, actor, now);
    await send(tx, campaignId, parcels, actor, now);
    if (campaign.newDateBy) await endLateness(tx, campaignId, now);
    const told = parcels.map((p) => ({
      id: p.pledgeId,
      userId: p.userId,
      params: { title: campaign.title, numbers: p.trackingNos.join(" ") },
    }));
    await tellPledges(tx, told, "campaigns.notice.shipped", now);
    return parcels.length;
  });
}

/** Finds each line's pledge. A line whose numbers are known already adds nothing, so the same file may be sent twice. */
async function parcelsOf(tx: Tx, campaignId: string, rows: ImportRow[], note: string): Promise<Parcel[]> {
  const numbers = rows.flatMap((r) => (r.queueNo === null ? [] : [r.queueNo]));
  const ids = rows.flatMap((r) => (r.pledgeId === null ? [] : [r.pledgeId]));
  const pledges = await tx.$queryRaw<{ id: string; userId: string; batchId: string | null; queueNo: number | null; known: string[] }[]>`
    SELECT p.id, p."userId", p."batchId", p."queueNo",
           coalesce((SELECT array_agg(t) FROM "Shipment" s, unnest(s."trackingNos") t WHERE s."pledgeId" = p.id), '{}') AS known
    FROM "Pledge" p
    WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED' AND (p."queueNo" = ANY(${numbers}::int[]) OR p.id = ANY(${ids}::uuid[]))
    ORDER BY p.id FOR UPDATE OF p`;
  const byNumber = new Map(pledges.map((p) => [p.queueNo, p]));
  const byId = new Map(pledges.map((p) => [p.id, p]));
  const unknown: number[] = [];
  const parcels: Parcel[] = [];
  for (const row of rows) {
    const pledge = row.queueNo === null ? byId.get(row.pledgeId!) : byNumber.get(row.queueNo);
    if (!pledge) {
      unknown.push(row.line);
      continue;
    }
    const fresh = row.trackingNos.filter((no) => !pledge.known.includes(no));
    if (fresh.length === 0 && row.trackingNos.length > 0) continue;
    pledge.known.push(...fresh);
    const { line, carrier } = row;
    parcels.push({ line, pledgeId: pledge.id, userId: pledge.userId, batchId: pledge.batchId, carrier, trackingNos: fresh, note });
  }
  if (unknown.length > 0) throw new Refusal("shipmentUnknown", { lines: listed(unknown) }, rows.length > 1 ? "text" : undefined);
  return parcels;
}

/** A parcel that was being packed is sent; otherwise there is a new one. */
async function send(tx: Tx, campaignId: string, parcels: Parcel[], actor: Actor, now: Date) {
  const packed = await tx.shipment.findMany({
    where: { campaignId, state: { in: ["NOT_STARTED", "IN_PROGRESS"] }, pledgeId: { in: parcels.map((p) => p.pledgeId) } },
    select: { id: true, pledgeId: true },
  });
  const open = new Map(packed.map((s) => [s.pledgeId, s.id]));
  const ready: { id: string; carrier: string; numbers: string[]; note: string }[] = [];
  const fresh: Parcel[] = [];
  for (const parcel of parcels) {
    const id = open.get(parcel.pledgeId);
    if (!open.delete(parcel.pledgeId) || !id) fresh.push(parcel);
    else ready.push({ id, carrier: parcel.carrier, numbers: parcel.trackingNos, note: parcel.note });
  }
  await tx.$executeRaw`
    UPDATE "Shipment" s SET state = 'SHIPPED', "shippedAt" = ${now}, carrier = r.carrier, "trackingNos" = r.numbers, note = r.note
    FROM jsonb_to_recordset(${JSON.stringify(ready)}::jsonb) AS r(id uuid, carrier text, numbers text[], note text)
    WHERE s.id = r.id AND s.state IN ('NOT_STARTED', 'IN_PROGRESS')`;
  const sent = ready.map(({ id }) => id);
  await recordTransitions(tx, sent, { entity: "shipment", from: "IN_PROGRESS", to: "SHIPPED", verb: "shipPledge", actor }, now);
  const made = await tx.shipment.createManyAndReturn({
    data: fresh.map(({ pledgeId, batchId, carrier, trackingNos, note }) => ({
      campaignId,
      pledgeId,
      batchId,
      carrier,
      trackingNos,
      note,
      state: "SHIPPED" as const,
      shippedAt: now,
      createdAt: now,
    })),
    select: { id: true },
  });
  const ids = made.map((s) => s.id);
  await recordTransitions(tx, ids, { entity: "shipment", from: null, to: "SHIPPED", verb: "shipPledge", actor }, now);
}

/** Nothing late is left: nobody waits for a new date any more. */
async function endLateness(tx: Tx, campaignId: string, now: Date) {
  const { at } = await owedSince(tx, campaignId, now);
  if (at && daysLate(at, now) > 0) return;
  await tx.campaign.update({ where: { id: campaignId }, data: { newDateBy: null, v: { increment: 1 } } });
}

/** The first parcel begins the shipping; a campaign that never said so was being made all the same. */
async function beginShipping(tx: Tx, campaign: LockedCampaign, actor: Actor, now: Date) {
  const data = { productionAt: campaign.productionAt ?? now, v: { increment: 1 } };
  await moveCampaign(tx, campaign, "fulfilment", { verb: "beginShipping", to: "SHIPPING", actor, data }, now);
}
