import type { Json } from "#app/campaigns/changing/chain.ts";
import { leavesOf } from "#app/campaigns/changing/diff.ts";
import { loudWordsIn } from "#app/campaigns/editing/promises.ts";
import { textOf } from "#app/campaigns/editing/story.server.ts";
import { db } from "#app/db.server.ts";

export const deskViews = ["waiting", "decided"] as const;
export type DeskView = (typeof deskViews)[number];
const PAGE = 30;

/** Versions of campaigns for reviewers: what waits, the most urgent first; or what was decided, the newest first. */
export async function reviewQueue(view: DeskView, after: string | null) {
  const waiting = view === "waiting";
  const rows = await db.campaignReview.findMany({
    where: waiting ? { state: "PENDING" } : { state: { not: "PENDING" }, ...(after ? { id: { lt: after } } : {}) },
    orderBy: waiting ? [{ dueAt: "asc" }, { id: "asc" }] : { id: "desc" },
    take: waiting ? 200 : PAGE + 1,
    select: {
      id: true,
      n: true,
      state: true,
      appeal: true,
      submittedAt: true,
      dueAt: true,
      decidedAt: true,
      firstById: true,
      campaign: { select: { id: true, title: true, goalFen: true, creator: { select: { name: true, verifiedAt: true } } } },
    },
  });
  const reviews = waiting ? rows : rows.slice(0, PAGE);
  return { reviews, next: !waiting && rows.length > PAGE ? reviews.at(-1)!.id : null };
}

type Snapshot = Record<string, Json>;

/** One version beside the one before it, with what a reviewer must know. */
export async function reviewPage(reviewId: string) {
  const review = await db.campaignReview.findUnique({
    where: { id: reviewId },
    include: {
      campaign: {
        select: {
          id: true,
          creatorId: true,
          title: true,
          lifecycle: true,
          goalFen: true,
          physical: true,
          creator: { select: { name: true, kind: true, verifiedAt: true } },
        },
      },
    },
  });
  if (!review) return null;
  const before = await db.campaignReview.findFirst({
    where: { campaignId: review.campaignId, n: { lt: review.n } },
    orderBy: { n: "desc" },
    select: { snapshot: true, reason: true, state: true, decidedAt: true, n: true },
  });
  const first = review.firstById ? await db.user.findUnique({ where: { id: review.firstById }, select: { name: true } }) : null;
  const { snapshot, ...rest } = review;
  const texts = leavesOf(snapshot as Json).map((leaf) => String(leaf.value ?? ""));
  return {
    review: rest,
    snapshot: snapshot as Snapshot,
    before: before && { ...before, snapshot: before.snapshot as Snapshot },
    firstName: first?.name ?? null,
    loud: loudWordsIn(texts.map((text) => (text.startsWith("<") ? textOf(text) : text))),
  };
}
