import type { Side } from "#app/contracts/contract.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { splitBy } from "#app/contracts/ending/ending.ts";
import { lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { db } from "#app/db.server.ts";
import { viewerById } from "#app/people/auth.server.ts";
import { can, rolesWith, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Makes the dispute of an ending without agreement, in the name of the side that answered no or was left without an answer, and keeps which
 * it is. Asked again after being cut short it finds the one that was opened. Returns the dispute, or null when nothing is left to divide.
 */
export async function disputeEnding(endingId: string): Promise<string | null> {
  const ending = await db.ending.findUnique({ where: { id: endingId }, include: { milestone: true, contract: true } });
  if (ending?.state !== "ESCALATING") throw new Refusal("wrongState");
  // The provider stated and heard nothing: it claims what it stated. In every other case the employer does.
  const side: Side = ending.percent !== null && ending.wishPercent === null ? "PROVIDER" : "EMPLOYER";
  const amount = restFen(ending.milestone);
  const split = splitBy(amount, (side === "PROVIDER" ? ending.percent : ending.wishPercent) ?? 0);
  const wanted = side === "PROVIDER" ? split.toProviderFen : split.toEmployerFen;
  const { employerId, providerId } = ending.contract;
  const viewer = await whoActs(side === "PROVIDER" ? providerId : employerId, side === "PROVIDER" ? ending.statedById : ending.askedById);
  const reason = [ending.reason, ending.statement, ending.answer].filter(Boolean).join("\n\n").slice(0, 3000);
  if (amount > 0n)
    try {
      await openDispute(viewer, { milestoneId: ending.milestoneId, amount, wanted, reason, files: [] });
    } catch (e) {
      // Opened before, or the stage ended meanwhile: what is there is looked at next.
      if (!(e instanceof Refusal)) throw e;
    }
  return keepDispute(endingId, side);
}

async function keepDispute(endingId: string, side: Side): Promise<string | null> {
  return transact(async (tx) => {
    const { ending, now } = await lockEnding(tx, endingId);
    if (ending.state !== "ESCALATING") return ending.disputeId;
    const { milestoneId, createdAt } = ending;
    const dispute = await tx.dispute.findFirst({
      where: { milestoneId, side, openedAt: { gte: createdAt } },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    const [to, data] = dispute ? (["DISPUTED", { disputeId: dispute.id }] as const) : (["SETTLED", {}] as const);
    await moveEnding(tx, ending, { verb: "disputeEnding", to, actor: byClock, data }, now);
    return dispute?.id ?? null;
  });
}

/** The person whose word it was, or, when they may no longer act for their organisation, another who may. */
async function whoActs(orgId: string, userId: string | null): Promise<Viewer> {
  const members = await db.member.findMany({
    where: { orgId, role: { in: rolesWith("contract:act") } },
    select: { userId: true },
    take: 50,
  });
  for (const id of [userId, ...members.map((member) => member.userId)]) {
    const viewer = id && (await viewerById(id, orgId));
    if (viewer && can(viewer, orgId, "contract:act")) return viewer;
  }
  throw new Refusal("notAllowed");
}
