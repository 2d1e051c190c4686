import { policy } from "#app/tasks/policy.ts";
import type { Phase, TaskState } from "#app/tasks/task.ts";

/** Whose turn it is on a task, what they may do, what happens by itself and when: the words are keys of the dictionary. */
export type Move = {
  who: "me" | "other" | "none" | "platform";
  title: string;
  otherwise?: "close" | "reconfirm" | "qualify" | "start" | "fix" | "select" | "grace" | "award" | "awardOther" | "room";
  at?: Date | null;
  act?: { to: string; label: "edit" | "place" | "qualify" | "select" | "answer" | "room" | "watch" | "contract" | "draft" | "fix" };
};

export type Seen = {
  id: string;
  state: TaskState;
  phase: Phase;
  closeAt: Date | null;
  qualifyUntilAt: Date | null;
  liveAt: Date | null;
  selectBy: Date | null;
  contractId: string | null;
  auction: { startAt: Date; endAt: Date } | null;
  role: "employer" | "bidder" | "other";
  bid: { state: string; fixUntilAt: Date | null; award: { state: string; acceptBy: Date } | null } | null;
  offer: { acceptBy: Date } | null;
  now: Date;
};

export function nextMove(seen: Seen): Move | null {
  const path = (rest: string) => `/tasks/${seen.id}/${rest}`;
  switch (seen.state) {
    case "DRAFT":
    case "REJECTED":
      return { who: "me", title: seen.state, act: { to: path("edit"), label: "draft" } };
    case "IN_REVIEW":
      return { who: "platform", title: "IN_REVIEW" };
    case "OPEN":
      return open(seen, path);
    case "QUALIFYING":
      return qualifying(seen, path);
    case "LIVE": {
      const inRoom = seen.bid?.state === "QUALIFIED";
      return {
        who: inRoom ? "me" : "none",
        title: "LIVE",
        otherwise: "room",
        at: seen.auction?.endAt,
        act: { to: path("live"), label: inRoom ? "room" : "watch" },
      };
    }
    case "SELECTION":
      return selection(seen, path);
    case "AWARD_PENDING": {
      const mine = seen.bid?.award?.state === "OFFERED" ? seen.bid.award : null;
      if (mine)
        return {
          who: "me",
          title: "AWARD_PENDING_winner",
          otherwise: "award",
          at: mine.acceptBy,
          act: { to: path("award"), label: "answer" },
        };
      return { who: "other", title: "AWARD_PENDING_other", otherwise: "awardOther", at: seen.offer?.acceptBy };
    }
    case "CONTRACTING":
      if (!seen.contractId || (seen.phase !== "CONTRACTING" && seen.phase !== "IN_PROGRESS")) return null;
      // Once it is signed, whose turn it is is said by the contract's own page.
      return {
        who: seen.phase === "CONTRACTING" ? "me" : "none",
        title: seen.phase,
        act: { to: `/contracts/${seen.contractId}`, label: "contract" },
      };
    case "SUSPENDED":
      return { who: "none", title: "SUSPENDED" };
    default:
      return null;
  }
}

function open(seen: Seen, path: (rest: string) => string): Move {
  if (seen.role === "employer") return { who: "other", title: "OPEN_employer", otherwise: "close", at: seen.closeAt };
  if (seen.bid?.state === "NEEDS_RECONFIRM")
    return { who: "me", title: "OPEN_reconfirm", otherwise: "reconfirm", at: seen.closeAt, act: { to: path("bid"), label: "edit" } };
  if (seen.bid?.state === "SUBMITTED")
    return { who: "none", title: "OPEN_bidder", otherwise: "close", at: seen.closeAt, act: { to: path("bid"), label: "edit" } };
  return { who: "none", title: "OPEN_other", otherwise: "close", at: seen.closeAt, act: { to: path("bid"), label: "place" } };
}

function qualifying(seen: Seen, path: (rest: string) => string): Move {
  if (seen.liveAt) {
    const act = { to: path("live"), label: seen.bid?.state === "QUALIFIED" ? ("room" as const) : ("watch" as const) };
    return { who: "none", title: "QUALIFYING_scheduled", otherwise: "start", at: seen.auction?.startAt ?? seen.liveAt, act };
  }
  if (seen.role === "employer")
    return {
      who: "me",
      title: "QUALIFYING_employer",
      otherwise: "qualify",
      at: seen.qualifyUntilAt,
      act: { to: path("qualify"), label: "qualify" },
    };
  if (seen.bid?.fixUntilAt)
    return { who: "me", title: "QUALIFYING_fix", otherwise: "fix", at: seen.bid.fixUntilAt, act: { to: path("bid"), label: "fix" } };
  return { who: "other", title: "QUALIFYING_bidder", otherwise: "qualify", at: seen.qualifyUntilAt };
}

function selection(seen: Seen, path: (rest: string) => string): Move {
  const late = seen.selectBy !== null && seen.selectBy <= seen.now;
  const at = late ? new Date(seen.selectBy!.getTime() + policy.selectGraceMs) : seen.selectBy;
  const otherwise = late ? "grace" : "select";
  // What was bid for in a room is ranked already.
  if (seen.role === "employer")
    return {
      who: "me",
      title: seen.auction ? "SELECTION_ranked" : "SELECTION_employer",
      otherwise,
      at,
      act: { to: path("select"), label: "select" },
    };
  return { who: "other", title: "SELECTION_other", otherwise, at };
}
