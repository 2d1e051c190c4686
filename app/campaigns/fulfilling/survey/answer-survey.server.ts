import type { z } from "zod";
import { readShipTo, type ShipTo, sameAddress } from "#app/campaigns/fulfilling/ship-to.ts";
import { type Round, roundOf } from "#app/campaigns/fulfilling/survey/round.server.ts";
import { type AnswerSurvey, askedOf, isLocked, lacksAddress, Questions, readAnswers } from "#app/campaigns/fulfilling/survey/survey.ts";
import { backerOf, type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { signal } from "#app/live/live.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { Prisma } from "../../../../generated/prisma/client.ts";

/**
 * The backer confirms where the reward goes and answers what was asked; as often as they like until the lock. Who gave no address by then
 * gives one afterwards, once, until the parcel leaves: answers stay as they are.
 */
export async function answerSurvey(viewer: Viewer, pledgeId: string, input: z.output<typeof AnswerSurvey>) {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const round = await roundOf(tx, pledgeId);
    const late = await guardOpen(tx, pledge, round, now);
    const address = input.addressId ? await addressOf(tx, viewer, pledge, input.addressId) : null;
    if (!address && !pledge.shipTo && (await ships(tx, pledgeId))) throw new Refusal("addressNeeded", {}, "addressId");
    if (address) {
      const moved = sameAddress(address, readShipTo(pledge.shipTo)) ? {} : { addressChangedAt: now };
      // The lock decides, not the page: once the survey is locked nothing is written over.
      const { count } = await tx.pledge.updateMany({
        where: { id: pledgeId, state: pledge.state, ...(late ? { shipTo: { equals: Prisma.DbNull } } : {}) },
        data: { shipTo: address, addressId: input.addressId, region: address.region, ...moved, ...(late ? { addressLateAt: now } : {}) },
      });
      if (count !== 1) throw new Refusal("wrongState");
    }
    if (late) await tellCreator(tx, campaign, pledgeId, now);
    const survey = !late && round && (await tx.survey.findUnique({ where: { campaignId: campaign.id }, select: { questions: true } }));
    if (survey) await keepAnswers(tx, pledgeId, Questions.parse(survey.questions), input.answers, now);
    afterCommit(tx, () => signal({ org: campaign.creatorId }, `campaign:${campaign.id}`));
  });
}

/**
 * H22: after the lock nothing changes here; true: but a first address is taken. The campaign's row is locked, and the clock that locks the
 * survey waits for the same row.
 */
async function guardOpen(tx: Tx, pledge: LockedPledge, round: Round | null, now: Date): Promise<boolean> {
  if (!["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED", "COLLECTED"].includes(pledge.state)) throw new Refusal("wrongState");
  const late = isLocked(round, now);
  if (late && !(lacksAddress(pledge, round) && (await ships(tx, pledge.id)))) throw new Refusal("addressLocked");
  const sent = await tx.shipment.count({ where: { pledgeId: pledge.id, state: { in: ["SHIPPED", "DELAYED", "DELIVERED"] } } });
  if (sent > 0) throw new Refusal("addressLocked");
  return late;
}

async function tellCreator(tx: Tx, campaign: LockedCampaign, pledgeId: string, now: Date) {
  const href = `/campaigns/${campaign.id}/manage/backers/${pledgeId}`;
  const notice = { kind: "campaigns.notice.addressLate", params: { title: campaign.title }, href } as const;
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
}

/** The backer's own address, copied. Sending was paid for one zone. */
async function addressOf(tx: Tx, viewer: Viewer, pledge: LockedPledge, addressId: string): Promise<ShipTo> {
  const address = await tx.address.findFirst({
    where: { id: addressId, userId: viewer.userId, deletedAt: null },
    select: { name: true, phone: true, provinceCode: true, cityCode: true, districtCode: true, region: true, street: true },
  });
  if (!address) throw new Refusal("notFound", {}, "addressId");
  const zone = zoneOf(address.provinceCode);
  if (zone === null || (pledge.provinceCode && zoneOf(pledge.provinceCode) !== zone)) throw new Refusal("otherZone", {}, "addressId");
  return address;
}

async function ships(tx: Tx, pledgeId: string) {
  const [row] = await tx.$queryRaw<{ ships: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                   WHERE v."pledgeId" = ${pledgeId}::uuid AND v.state = 'CURRENT' AND r.ships) AS ships`;
  return row!.ships;
}

async function keepAnswers(tx: Tx, pledgeId: string, questions: Questions, typed: Record<string, string>, now: Date) {
  const lines = await tx.pledgeLine.findMany({ where: { version: { pledgeId, state: "CURRENT" } }, select: { rewardId: true } });
  const asked = askedOf(
    questions,
    lines.map((l) => l.rewardId),
  );
  const read = readAnswers(asked, typed);
  if (read.wrong) throw new Refusal("answerNeeded", { question: read.wrong.label }, `answers.${read.wrong.id}`);
  const data = { answers: read.answers, answeredAt: now };
  await tx.surveyAnswer.upsert({ where: { pledgeId }, create: { pledgeId, ...data }, update: data });
}
