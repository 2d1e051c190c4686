import { db } from "#app/db.server.ts";
import { belongs, can, orgIdsOf, type Viewer } from "#app/people/viewer.ts";

/** Where someone sits in a live room: it decides what they are sent. */
export type Seat = { view: "public" } | { view: "employer" } | { view: "bidder"; bidId: string; mayBid: boolean };

/**
 * The viewer's seat in a task's room, or null where there is no room or it is none of their business. An employer never sits among the
 * bidders; a task for invited providers has no public seats.
 */
export async function seatOf(viewer: Viewer | null, taskId: string): Promise<Seat | null> {
  const mine = orgIdsOf(viewer);
  const task = await db.task.findUnique({
    where: {
      id: taskId,
      auction: { isNot: null },
      state: { in: ["QUALIFYING", "LIVE", "SELECTION", "AWARD_PENDING", "CONTRACTING", "FAILED"] },
    },
    select: {
      employerId: true,
      visibility: true,
      invites: { where: { orgId: { in: mine } }, select: { orgId: true } },
      auction: { select: { bidders: { where: { orgId: { in: mine } }, select: { bidId: true, orgId: true } } } },
    },
  });
  if (!task?.auction) return null;
  if (belongs(viewer, task.employerId)) return { view: "employer" };
  const bidder = task.auction.bidders.find((b) => b.orgId === viewer?.orgId) ?? task.auction.bidders[0];
  if (viewer && bidder) return { view: "bidder", bidId: bidder.bidId, mayBid: can(viewer, bidder.orgId, "bid:place") };
  if (task.visibility === "INVITED" && !viewer?.operator && task.invites.length === 0) return null;
  return { view: "public" };
}
