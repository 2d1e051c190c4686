import { defectSelect, withPhotos } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { readShipTo } from "#app/campaigns/fulfilling/ship-to.ts";
import { sentStates } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { roundOf } from "#app/campaigns/fulfilling/survey/round.server.ts";
import { isLocked, lacksAddress, Questions } from "#app/campaigns/fulfilling/survey/survey.ts";
import { duePledges } from "#app/campaigns/pledge.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** Everything of a pledge that comes after its payment, for its backer: survey, address, batch, parcels, reports, what the creator wrote. */
export async function deliveryOf(viewer: Viewer, pledgeId: string) {
  const pledge = await db.pledge.findFirst({
    where: { id: pledgeId, userId: viewer.userId },
    select: {
      id: true,
      campaignId: true,
      state: true,
      provinceCode: true,
      addressId: true,
      shipTo: true,
      queueNo: true,
      batchId: true,
      version: true,
      surveyAnswer: { select: { answers: true, answeredAt: true } },
      shipments: { orderBy: { id: "asc" }, omit: { campaignId: true, pledgeId: true } },
      defects: { orderBy: { id: "desc" }, select: defectSelect, take: 10 },
    },
  });
  if (!pledge) return null;
  const lines = await db.pledgeLine.findMany({
    where: { version: { pledgeId, version: pledge.version } },
    select: { rewardId: true },
  });
  const rewardIds = lines.map((l) => l.rewardId);
  const [campaign, survey, round, addresses, batch, ships, defects, messages, now] = await Promise.all([
    db.campaign.findUniqueOrThrow({
      where: { id: pledge.campaignId },
      select: { id: true, title: true, lifecycle: true, collection: true, fulfilment: true, creator: { select: { name: true } } },
    }),
    db.survey.findUnique({ where: { campaignId: pledge.campaignId }, select: { intro: true, questions: true } }),
    roundOf(db, pledgeId),
    db.address.findMany({
      where: { userId: viewer.userId, deletedAt: null },
      orderBy: [{ preferred: "desc" }, { id: "desc" }],
      select: { id: true, label: true, name: true, phone: true, provinceCode: true, region: true, street: true },
      take: 20,
    }),
    pledge.batchId ? db.batch.findUnique({ where: { id: pledge.batchId }, select: { title: true, plannedAt: true, note: true } }) : null,
    db.reward.count({ where: { id: { in: rewardIds }, ships: true } }),
    withPhotos(pledge.defects),
    db.backerMessage.findMany({
      where: { campaignId: pledge.campaignId, OR: [{ rewardId: null }, { rewardId: { in: rewardIds } }] },
      orderBy: { id: "desc" },
      select: { id: true, subject: true, text: true, at: true },
      take: 20,
    }),
    appNow(),
  ]);
  const questions = survey && round ? Questions.parse(survey.questions) : [];
  const standing = duePledges.includes(pledge.state) || pledge.state === "COLLECTED";
  const sent = pledge.shipments.some((parcel) => sentStates.includes(parcel.state));
  const locked = isLocked(round, now);
  return {
    ...pledge,
    /** What its backer may still say: everything until the lock; afterwards an address, when there is none. */
    takes: takenOf(standing && !sent, locked, ships > 0 && lacksAddress(pledge, round)),
    standing,
    defects,
    shipTo: readShipTo(pledge.shipTo),
    answers: (pledge.surveyAnswer?.answers ?? {}) as Record<string, string>,
    answeredAt: pledge.surveyAnswer?.answeredAt ?? null,
    rewardIds,
    campaign,
    ships: ships > 0,
    survey: survey && round && { intro: survey.intro, ...round },
    questions: questions.filter((q) => q.rewardIds.length === 0 || q.rewardIds.some((id) => rewardIds.includes(id))),
    addresses,
    batch,
    messages,
    now,
  };
}
const takenOf = (open: boolean, locked: boolean, lacking: boolean) => {
  if (!open) return "nothing" as const;
  if (!locked) return "all" as const;
  return lacking ? ("address" as const) : ("nothing" as const);
};
export type Delivery = NonNullable<Awaited<ReturnType<typeof deliveryOf>>>;
