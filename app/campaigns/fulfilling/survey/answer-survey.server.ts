import type { z } from "zod";
import { readShipTo, type ShipTo, sameAddress } from "#app/campaigns/fulfilling/ship-to.ts";
import { type Round, roundOf } from "#app/campaigns/fulfilling/survey/round.server.ts";
import { type AnswerSurvey, askedOf, Questions, readAnswers } from "#app/campaigns/fulfilling/survey/survey.ts";
import { backerOf, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { zoneOf } from "#app/campaigns/zones.ts";
import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";

/** The backer confirms where the reward goes and answers what was asked; as often as they like until the lock. */
export async function answerSurvey(viewer: Viewer, pledgeId: string, input: z.output<typeof AnswerSurvey>) {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const round = await roundOf(tx, pledgeId);
    await guardOpen(tx, pledge, round, now);
    const address = input.addressId ? await addressOf(tx, viewer, pledge, input.addressId) : null;
    if (!address && !pledge.shipTo && (await ships(tx, pledgeId))) throw new Refusal("addressNeeded", {}, "addressId");
    if (address) {
      const moved = sameAddress(address, readShipTo(pledge.shipTo)) ? {} : { addressChangedAt: now };
      // The lock decides, not the page: nothing is written once the survey is locked.
      const { count } = await tx.pledge.updateMany({
        where: { id: pledgeId, state: pledge.state },
        data: { shipTo: address, addressId: input.addressId, region: address.region, ...moved },
      });
      if (count !== 1) throw new Refusal("wrongState");
    }
    const survey = round && (await tx.survey.findUnique({ where: { campaignId: campaign.id }, select: { questions: true } }));
    if (survey) await keepAnswers(tx, pledgeId, Questions.parse(survey.questions), input.answers, now);
    afterCommit(tx, () => signal({ org: campaign.creatorId }, `campaign:${campaign.id}`));
  });
}

/** H22: after the lock nothing changes here. The campaign's row is locked, and the clock that locks the survey waits for the same row. */
async function guardOpen(tx: Tx, pledge: LockedPledge, round: Round | null, now: Date) {
  if (!["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED", "COLLECTED"].includes(pledge.state)) throw new Refusal("wrongState");
  if (round && (round.lockedAt || round.lockAt <= now)) throw new Refusal("addressLocked");
  const sent = await tx.shipment.count({ where: { pledgeId: pledge.id, state: { in: ["SHIPPED", "DELAYED", "DELIVERED"] } } });
  if (sent > 0) throw new Refusal("addressLocked");
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
