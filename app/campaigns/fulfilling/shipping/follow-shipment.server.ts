import type { z } from "zod";
import { lockShipment, moveShipment } from "#app/campaigns/fulfilling/shipping/lock-shipment.server.ts";
import { type DelayShipment, trackingNosOf } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, recordTransitions } from "#app/transition.server.ts";

/** The creator says that a parcel is late, and why. */
export async function delayShipment(viewer: Viewer, { shipmentId, note }: z.output<typeof DelayShipment>) {
  return transact(async (tx) => {
    const locked = await lockShipment(tx, shipmentId);
    const { campaign, pledge, now } = locked;
    const actor = runnerOf(viewer, campaign);
    await moveShipment(tx, locked, { verb: "delayShipment", to: "DELAYED", actor, reason: note, data: { note } }, now);
    const params = { title: campaign.title, note };
    await tellPledges(tx, [{ id: pledge.id, userId: pledge.userId, params }], "campaigns.notice.parcelDelayed", now);
  });
}

/** The carrier has handed it over: one parcel. */
export async function markSigned(viewer: Viewer, shipmentId: string) {
  return transact(async (tx) => {
    const { campaign, shipment, now } = await lockShipment(tx, shipmentId);
    const actor = runnerOf(viewer, campaign);
    if ((await sign(tx, campaign, [shipment.id], actor, now)) === 0) throw new Refusal("wrongState");
  });
}

/** The same for many, by their tracking numbers as a carrier's list has them. Returns how many were newly signed. */
export async function markManySigned(viewer: Viewer, campaignId: string, text: string) {
  const numbers = [...new Set(text.split(/\r?\n/).flatMap((line) => trackingNosOf(line) ?? []))];
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    const found = await tx.shipment.findMany({
      where: { campaignId, state: { in: ["SHIPPED", "DELAYED"] }, signedAt: null, trackingNos: { hasSome: numbers } },
      select: { id: true },
    });
    if (found.length === 0) throw new Refusal("noneOfThese", {}, "text");
    return sign(
      tx,
      campaign,
      found.map((s) => s.id),
      actor,
      now,
    );
  });
}

async function sign(tx: Tx, campaign: { id: string; title: string }, ids: string[], actor: Actor, now: Date) {
  const signed = await tx.shipment.updateManyAndReturn({
    where: { id: { in: ids }, state: { in: ["SHIPPED", "DELAYED"] }, signedAt: null },
    data: { signedAt: now, state: "SHIPPED" },
    select: { id: true, pledgeId: true, pledge: { select: { userId: true } } },
  });
  const move = { entity: "shipment", from: "SHIPPED", to: "SHIPPED", verb: "markSigned", actor };
  await recordTransitions(
    tx,
    signed.map((s) => s.id),
    move,
    now,
  );
  const params = { title: campaign.title, confirmsAt: new Date(now.getTime() + policy.autoConfirmMs).toISOString() };
  const told = signed.map((s) => ({ id: s.pledgeId, userId: s.pledge.userId, params }));
  await tellPledges(tx, told, "campaigns.notice.parcelSigned", now);
  return signed.length;
}
