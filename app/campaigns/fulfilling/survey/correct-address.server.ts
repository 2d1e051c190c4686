import type { z } from "zod";
import { provinceOf, readShipTo, showsAddresses } from "#app/campaigns/fulfilling/ship-to.ts";
import { roundOf } from "#app/campaigns/fulfilling/survey/round.server.ts";
import type { CorrectAddress } from "#app/campaigns/fulfilling/survey/survey.ts";
import { lockPledge, runnerOf } from "#app/campaigns/lock.server.ts";
import { regionOf } from "#app/people/addresses/regions.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/**
 * After the lock the creator may correct an address that a backer wrote about, within the same province, or enter one for who gave none,
 * within the province that sending was paid for. The backer is told.
 */
export async function correctAddress(viewer: Viewer, input: z.output<typeof CorrectAddress>) {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, input.pledgeId);
    const actor = runnerOf(viewer, campaign);
    const round = await roundOf(tx, pledge.id);
    if (!round?.lockedAt || !showsAddresses(campaign.fulfilment) || pledge.state !== "COLLECTED") throw new Refusal("notLockedYet");
    const before = readShipTo(pledge.shipTo);
    const province = before?.provinceCode ?? pledge.provinceCode;
    if (!province) throw new Refusal("wrongState");
    const { districtCode } = input;
    const [provinceCode, cityCode] = [`${districtCode.slice(0, 2)}0000`, `${districtCode.slice(0, 4)}00`];
    const region = regionOf(provinceCode, cityCode, districtCode);
    if (!region || provinceOf(provinceCode) !== provinceOf(province)) throw new Refusal("otherProvince", {}, "districtCode");
    const { name, phone, street } = input;
    const after = { name, phone, provinceCode, cityCode, districtCode, region, street };
    const late = before ? {} : { addressLateAt: now };
    await tx.pledge.update({ where: { id: pledge.id }, data: { shipTo: after, region, addressChangedAt: now, ...late } });
    const move = { entity: "pledge.address", entityId: pledge.id, from: "LOCKED", to: "LOCKED", verb: "correctAddress", actor };
    await recordTransition(tx, move, now);
    const params = { title: campaign.title };
    const href = `/pledges/${pledge.id}/delivery`;
    const kind = before ? "campaigns.notice.addressCorrected" : "campaigns.notice.addressEntered";
    await notifyUsers(tx, [pledge.userId], { kind, params, href }, now);
  });
}
