import type { z } from "zod";
import { type OpenDispute, sideDeadline, wishOf } from "#app/contracts/disputes/dispute.ts";
import { lockMilestone, type Party, partyOf } from "#app/contracts/lock.server.ts";
import { hasCooled, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

type Input = Omit<z.output<typeof OpenDispute>, "items"> & { items?: string[] };

/**
 * Either side disputes part of a stage's money: that part freezes, everything else goes on. The opener's wish is its first offer; the other
 * side has five days to answer it.
 */
export async function openDispute(viewer: Viewer, input: Input): Promise<string> {
  return transact(async (tx) => {
    const locked = await lockMilestone(tx, input.milestoneId);
    const party = partyOf(viewer, locked.contract);
    const disputeId = await freezeDisputed(tx, locked, { ...input, party, userId: viewer.userId });
    await nameItems(tx, { disputeId, milestoneId: input.milestoneId, items: input.items ?? [] });
    await linkFiles(tx, viewer, input.files, "dispute", disputeId);
    return disputeId;
  });
}

type Locked = Pick<Awaited<ReturnType<typeof lockMilestone>>, "contract" | "milestone" | "now">;
type Claim = Pick<Input, "amount" | "wanted" | "reason"> & { party: Pick<Party, "side" | "otherOrgId" | "actor">; userId: string };

/** The dispute of a locked stage, in the name of one side and by the word of one of its people. */
export async function freezeDisputed(tx: Tx, { contract, milestone, now }: Locked, { party, userId, ...input }: Claim): Promise<string> {
  if (hasCooled(milestone, now)) throw new Refusal("coolingOver");
  await moveMilestone(tx, milestone, { verb: "openDispute", to: milestone.state, actor: party.actor }, now);
  const rest = restFen(milestone);
  if (input.amount > rest) throw new Refusal("overRest", { restFen: String(rest) }, "amount");
  await tx.milestone.update({ where: { id: milestone.id }, data: { disputedFen: { increment: input.amount } } });
  const claim = { side: party.side, amountFen: input.amount, wantedFen: input.wanted };
  const dueAt = sideDeadline(now, policy.dispute.respondMs);
  const { toProviderFen } = wishOf(claim);
  const dispute = await tx.dispute.create({
    data: {
      ...claim,
      milestoneId: milestone.id,
      openedById: userId,
      reason: input.reason,
      openedAt: now,
      dueAt,
      offers: { create: { side: party.side, byUserId: userId, toProviderFen, at: now } },
    },
    select: { id: true },
  });
  const at = { entity: "dispute", entityId: dispute.id, from: null, to: "OPENED", verb: "openDispute", actor: party.actor };
  await recordTransition(tx, at, now);
  const params = { title: contract.title, stage: milestone.title, amountFen: String(input.amount), dueAt: dueAt.toISOString() };
  const href = `/contracts/${contract.id}/disputes/${dispute.id}`;
  await notifyOrg(tx, party.otherOrgId, "contract:act", { kind: "contracts.notice.disputeOpened", params, href }, now);
  const desk = { kind: "contracts.notice.disputeForDesk", params, href: `/desk/disputes/${dispute.id}` } as const;
  await notifyOperators(tx, desk, now);
  tellContract(tx, contract);
  return dispute.id;
}

/** The acceptance items of this very stage that the opener says were not met. */
async function nameItems(tx: Tx, { disputeId, milestoneId, items }: { disputeId: string; milestoneId: string; items: string[] }) {
  const ids = [...new Set(items)];
  if (ids.length === 0) return;
  if ((await tx.acceptanceItem.count({ where: { milestoneId, id: { in: ids } } })) !== ids.length)
    throw new Refusal("notFound", {}, "items");
  await tx.disputeItem.createMany({ data: ids.map((itemId) => ({ disputeId, itemId })) });
}
