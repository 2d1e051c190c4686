import { type ShipmentState, type ShipmentVerb, shipmentFlow } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { lockPledge } from "#app/campaigns/lock.server.ts";
import { allows } from "#app/flow.ts";
import { signal } from "#app/live/live.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../../generated/prisma/client.ts";

/** Locks a parcel after its campaign and its pledge: whatever concerns the pledge waits here. */
export async function lockShipment(tx: Tx, shipmentId: string) {
  const found = await tx.shipment.findUnique({ where: { id: shipmentId }, select: { pledgeId: true } });
  if (!found) throw new Refusal("notFound");
  const locked = await lockPledge(tx, found.pledgeId);
  const shipment = await tx.shipment.findUniqueOrThrow({ where: { id: shipmentId } });
  return { ...locked, shipment };
}

type Move = { verb: ShipmentVerb; to: ShipmentState; actor: Actor; reason?: string | null; data?: Prisma.ShipmentUncheckedUpdateManyInput };
type Of = {
  shipment: { id: string; state: ShipmentState };
  pledge: { id: string; userId: string };
  campaign: { id: string; creatorId: string };
};

/** Moves a parcel along its flow: a conditional write, its record, a signal to both sides' pages. */
export async function moveShipment(tx: Tx, { shipment, pledge, campaign }: Of, { verb, to, actor, reason, data }: Move, now: Date) {
  if (!allows(shipmentFlow, verb, shipment.state)) throw new Refusal("wrongState");
  const { count } = await tx.shipment.updateMany({ where: { id: shipment.id, state: shipment.state }, data: { ...data, state: to } });
  if (count !== 1) throw new Refusal("wrongState");
  const move = { entity: "shipment", entityId: shipment.id, from: shipment.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, move, now);
  afterCommit(tx, () => {
    signal({ user: pledge.userId }, `pledge:${pledge.id}`);
    signal({ org: campaign.creatorId }, `campaign:${campaign.id}`);
  });
}
