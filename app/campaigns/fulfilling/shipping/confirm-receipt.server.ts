import { openDefects } from "#app/campaigns/fulfilling/defects/defect.ts";
import { lockShipment, moveShipment } from "#app/campaigns/fulfilling/shipping/lock-shipment.server.ts";
import { backerOf } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const DAY = 86_400_000;
const subjectOf = (shipmentId: string) => `shipment:${shipmentId}`;

/** The backer says that it arrived. */
export async function confirmReceipt(viewer: Viewer, shipmentId: string) {
  return transact(async (tx) => {
    const locked = await lockShipment(tx, shipmentId);
    const actor = backerOf(viewer, locked.pledge);
    await moveShipment(tx, locked, { verb: "confirmReceipt", to: "DELIVERED", actor, data: { confirmedAt: locked.now } }, locked.now);
    return locked.pledge.id;
  });
}

/** Fifteen days after the carrier's hand-over it counts as received, when both reminders went out and nothing is complained of. */
export async function autoConfirm(shipmentId: string) {
  return transact(async (tx) => {
    const locked = await lockShipment(tx, shipmentId);
    const { shipment, pledge, campaign, now } = locked;
    const over = shipment.signedAt !== null && shipment.signedAt.getTime() + policy.autoConfirmMs <= now.getTime();
    if (!over || shipment.reminders < policy.confirmReminderDays.length) throw new Refusal("wrongState");
    if ((await lastReminder(tx, shipmentId, new Date(now.getTime() - DAY))) > 0) throw new Refusal("wrongState");
    if ((await tx.defectReport.count({ where: { pledgeId: pledge.id, state: { in: [...openDefects] } } })) > 0)
      throw new Refusal("wrongState");
    const data = { confirmedAt: now, byRule: true };
    await moveShipment(tx, locked, { verb: "confirmReceipt", to: "DELIVERED", actor: byClock, data }, now);
    const params = { title: campaign.title };
    await tellPledges(tx, [{ id: pledge.id, userId: pledge.userId, params }], "campaigns.notice.receivedByRule", now);
  });
}

const lastReminder = (tx: Tx, shipmentId: string, since: Date) =>
  tx.notice.count({ where: { subject: subjectOf(shipmentId), createdAt: { gt: since } } });

/** On day 7 and day 14 after the hand-over: one reminder each, and never two within a day. */
export async function remindReceipt(shipmentId: string) {
  return transact(async (tx) => {
    const { shipment, pledge, campaign, now } = await lockShipment(tx, shipmentId);
    const day = policy.confirmReminderDays[shipment.reminders];
    const due = day !== undefined && shipment.signedAt !== null && shipment.signedAt.getTime() + day * DAY <= now.getTime();
    if (!due || (shipment.state !== "SHIPPED" && shipment.state !== "DELAYED")) throw new Refusal("wrongState");
    if ((await lastReminder(tx, shipmentId, new Date(now.getTime() - DAY))) > 0) throw new Refusal("wrongState");
    await tx.shipment.update({ where: { id: shipment.id }, data: { reminders: { increment: 1 } } });
    const usual = shipment.signedAt!.getTime() + policy.autoConfirmMs;
    const confirmsAt = new Date(Math.max(usual, now.getTime() + DAY)).toISOString();
    const told = [{ id: pledge.id, userId: pledge.userId, params: { title: campaign.title, confirmsAt } }];
    await tellPledges(tx, told, "campaigns.notice.receiptReminder", now, () => subjectOf(shipmentId));
  });
}
