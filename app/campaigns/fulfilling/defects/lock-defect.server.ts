import { type DefectState, type DefectVerb, defectFlow } from "#app/campaigns/fulfilling/defects/defect.ts";
import { type LockedCampaign, type LockedPledge, lockPledge } from "#app/campaigns/lock.server.ts";
import { allows } from "#app/flow.ts";
import { signal } from "#app/live/live.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../../generated/prisma/client.ts";

/** Locks a report after its campaign and its pledge. */
export async function lockDefect(tx: Tx, defectId: string) {
  const found = await tx.defectReport.findUnique({ where: { id: defectId }, select: { pledgeId: true } });
  if (!found) throw new Refusal("notFound");
  const locked = await lockPledge(tx, found.pledgeId);
  const defect = await tx.defectReport.findUniqueOrThrow({ where: { id: defectId } });
  return { ...locked, defect };
}
export type LockedDefect = Awaited<ReturnType<typeof lockDefect>>["defect"];
export type Case = { campaign: LockedCampaign; pledge: LockedPledge; defect: LockedDefect };

type Move = {
  verb: DefectVerb;
  to: DefectState;
  actor: Actor;
  reason?: string | null;
  data?: Prisma.DefectReportUncheckedUpdateManyInput;
};

/** Moves a report along its flow: a conditional write, its record, a signal to both sides and the desk. */
export async function moveDefect(tx: Tx, { defect, pledge, campaign }: Case, { verb, to, actor, reason, data }: Move, now: Date) {
  if (!allows(defectFlow, verb, defect.state)) throw new Refusal("wrongState");
  const { count } = await tx.defectReport.updateMany({ where: { id: defect.id, state: defect.state }, data: { ...data, state: to } });
  if (count !== 1) throw new Refusal("wrongState");
  const move = { entity: "defect", entityId: defect.id, from: defect.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, move, now);
  tellDefect(tx, { pledge, campaign });
}

export function tellDefect(
  tx: Tx,
  { pledge, campaign }: { pledge: { id: string; userId: string }; campaign: { id: string; creatorId: string } },
) {
  afterCommit(tx, () => {
    signal({ user: pledge.userId }, `pledge:${pledge.id}`);
    signal({ org: campaign.creatorId }, `campaign:${campaign.id}`);
    signal({ operators: true }, `campaign:${campaign.id}`);
  });
}
