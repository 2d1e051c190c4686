import {
  type Collection,
  collectionFlow,
  type Fulfilment,
  fulfilmentFlow,
  type LatePledging,
  type Lifecycle,
  type LifecycleVerb,
  lateFlow,
  lifecycleFlow,
  type Moderation,
  moderationFlow,
} from "#app/campaigns/campaign.ts";
import { type PledgeState, type PledgeVerb, pledgeFlow } from "#app/campaigns/pledge.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { allows, type Flow } from "#app/flow.ts";
import { signal } from "#app/live/live.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

type Machine = "lifecycle" | "moderation" | "collection" | "latePledge" | "fulfilment";
type States = { lifecycle: Lifecycle; moderation: Moderation; collection: Collection; latePledge: LatePledging; fulfilment: Fulfilment };
type Verbs = {
  lifecycle: LifecycleVerb;
  moderation: keyof typeof moderationFlow;
  collection: keyof typeof collectionFlow;
  latePledge: keyof typeof lateFlow;
  fulfilment: keyof typeof fulfilmentFlow;
};
const flows: { [M in Machine]: Flow<States[M]> } = {
  lifecycle: lifecycleFlow,
  moderation: moderationFlow,
  collection: collectionFlow,
  latePledge: lateFlow,
  fulfilment: fulfilmentFlow,
};

type CampaignMove<M extends Machine> = {
  verb: Verbs[M];
  to: States[M];
  actor: Actor;
  reason?: string | null;
  data?: Prisma.CampaignUncheckedUpdateManyInput;
};

/**
 * Moves one of a locked campaign's machines along its flow: a conditional write, its record, a signal to the creator's pages, and word to whoever watches.
 * moveCampaign(tx, campaign, "lifecycle", { verb: "launchCampaign", to: "LIVE", actor, data }, now)
 */
export async function moveCampaign<M extends Machine>(
  tx: Tx,
  campaign: { id: string; creatorId: string } & States,
  machine: M,
  move: CampaignMove<M>,
  now: Date,
) {
  const from = campaign[machine];
  if (!allows(flows[machine] as Flow<string>, move.verb, from)) throw new Refusal("wrongState");
  const { count } = await tx.campaign.updateMany({
    where: { id: campaign.id, [machine]: from },
    data: { ...move.data, [machine]: move.to },
  });
  if (count !== 1) throw new Refusal("wrongState");
  const { verb, to, actor, reason } = move;
  const entity = machine === "lifecycle" ? "campaign" : `campaign.${machine}`;
  await recordTransition(tx, { entity, entityId: campaign.id, from, to, verb, actor, reason: reason ?? null }, now);
  afterCommit(tx, () => {
    signal({ org: campaign.creatorId }, `campaign:${campaign.id}`);
    announceCampaign(campaign.id);
  });
}

type PledgeMove = {
  verb: PledgeVerb;
  to: PledgeState;
  actor: Actor;
  reason?: string | null;
  data?: Prisma.PledgeUncheckedUpdateManyInput;
};

/** The same for a pledge that the caller has locked. */
export async function movePledge(tx: Tx, pledge: { id: string; userId: string; state: PledgeState }, move: PledgeMove, now: Date) {
  if (!allows(pledgeFlow, move.verb, pledge.state)) throw new Refusal("wrongState");
  const { count } = await tx.pledge.updateMany({ where: { id: pledge.id, state: pledge.state }, data: { ...move.data, state: move.to } });
  if (count !== 1) throw new Refusal("wrongState");
  const { verb, to, actor, reason } = move;
  await recordTransition(tx, { entity: "pledge", entityId: pledge.id, from: pledge.state, to, verb, actor, reason: reason ?? null }, now);
  afterCommit(tx, () => signal({ user: pledge.userId }, `pledge:${pledge.id}`));
}
