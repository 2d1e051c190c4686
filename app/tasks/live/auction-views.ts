import type { AuctionState, AuctionVisibility } from "#app/tasks/live/auction.ts";

/**
 * What each kind of watcher may see of a room: one pure function each, and nothing else ever leaves the server. There is no name in
 * `Room` at all, so none can slip out before the close.
 */
export type Room = {
  taskId: string;
  state: AuctionState;
  visibility: AuctionVisibility;
  v: number;
  round: number;
  serverNow: number;
  startAt: number;
  endAt: number;
  hardEndAt: number;
  resumeAt: number | null;
  pausedAt: number | null;
  softWindowMs: number;
  extensions: number;
  maxExtensions: number;
  minStepFen: number;
  floorFen: number;
  budgetFen: number;
  seq: number;
  leaderMilli: number | null;
  bidders: RoomBidder[];
  bids: RoomBid[];
};
export type RoomBidder = {
  bidId: string;
  label: number;
  priceFen: number;
  openingFen: number;
  openingMilli: number;
  scoreMilli: number;
  rank: number;
  lastSeq: number;
  pausedUntilAt: number | null;
};
/** An accepted bid; `from` is the end before it, so that an extension shows. */
export type RoomBid = {
  seq: number;
  bidId: string;
  label: number;
  priceFen: number;
  scoreMilli: number;
  rank: number;
  at: number;
  endAt: number;
  extended: boolean;
};

export type Rung = { rank: number; label: number; priceFen: number; openingFen: number; scoreMilli: number; bids: boolean };
export type Line = {
  seq: number;
  at: number;
  extendedTo: number | null;
  leaderMilli?: number;
  label?: number;
  priceFen?: number;
  scoreMilli?: number;
  rank?: number;
  mine?: boolean;
};
export type Own = {
  label: number;
  rank: number;
  scoreMilli: number;
  priceFen: number;
  openingFen: number;
  openingMilli: number;
  mostFen: number;
  floorFen: number;
  pausedUntilAt: number | null;
};

export type RoomState = {
  taskId: string;
  view: "public" | "employer" | "bidder";
  v: number;
  phase: AuctionState;
  round: number;
  visibility: AuctionVisibility;
  serverNow: number;
  startAt: number;
  endAt: number;
  hardEndAt: number;
  resumeAt: number | null;
  pausedAt: number | null;
  softWindowMs: number;
  extensions: number;
  maxExtensions: number;
  minStepFen: number;
  floorFen: number;
  budgetFen: number;
  bidders: number;
  bids: number;
  leaderMilli?: number;
  openingLeaderMilli?: number;
  ladder?: Rung[];
  lines: Line[];
  own?: Own;
};

function common(room: Room, view: RoomState["view"]): Omit<RoomState, "lines"> {
  const {
    taskId,
    v,
    round,
    visibility,
    serverNow,
    startAt,
    endAt,
    hardEndAt,
    resumeAt,
    pausedAt,
    softWindowMs,
    extensions,
    maxExtensions,
  } = room;
  const { minStepFen, floorFen, budgetFen } = room;
  return {
    taskId,
    view,
    v,
    phase: room.state,
    round,
    visibility,
    serverNow,
    startAt,
    endAt,
    hardEndAt,
    resumeAt,
    pausedAt,
    softWindowMs,
    extensions,
    maxExtensions,
    minStepFen,
    floorFen,
    budgetFen,
    bidders: room.bidders.length,
    bids: room.seq,
  };
}

const ladderOf = (room: Room): Rung[] =>
  room.bidders
    .map(({ rank, label, priceFen, openingFen, scoreMilli, lastSeq }) => ({
      rank,
      label,
      priceFen,
      openingFen,
      scoreMilli,
      bids: lastSeq > 0,
    }))
    .sort((a, b) => a.rank - b.rank);

const openLine = ({ seq, at, endAt, extended, label, priceFen, scoreMilli, rank }: RoomBid): Line => ({
  seq,
  at,
  extendedTo: extended ? endAt : null,
  label,
  priceFen,
  scoreMilli,
  rank,
  ...(rank === 1 ? { leaderMilli: scoreMilli } : {}),
});
/** That a bid came, and when; who leads only where the room shows the leader's score. */
const veiledLine = ({ seq, at, endAt, extended, rank, scoreMilli }: RoomBid, leader: boolean): Line => ({
  seq,
  at,
  extendedTo: extended ? endAt : null,
  ...(leader && rank === 1 ? { leaderMilli: scoreMilli } : {}),
});

const leaderOf = (room: Room) => ({
  leaderMilli: room.leaderMilli ?? undefined,
  openingLeaderMilli: Math.max(...room.bidders.map((b) => b.openingMilli)),
});

/** What the room's visibility shows to everybody in it; once it has closed, all that the replay shows. */
function shown(room: Room): Pick<RoomState, "leaderMilli" | "openingLeaderMilli" | "ladder" | "lines"> {
  if (room.visibility === "FULL_LADDER" || room.state === "CLOSED")
    return { ...leaderOf(room), ladder: ladderOf(room), lines: room.bids.map(openLine) };
  const leader = room.visibility === "BEST_SCORE";
  return { ...(leader ? leaderOf(room) : {}), lines: room.bids.map((bid) => veiledLine(bid, leader)) };
}

export const publicView = (room: Room): RoomState => ({ ...common(room, "public"), ...shown(room) });

export const employerView = (room: Room): RoomState => ({
  ...common(room, "employer"),
  ...leaderOf(room),
  ladder: ladderOf(room),
  lines: room.bids.map(openLine),
});

/** Everybody's view, and one's own row. */
export function bidderView(room: Room, bidId: string): RoomState {
  const me = room.bidders.find((b) => b.bidId === bidId);
  const open = shown(room);
  if (!me) return { ...common(room, "bidder"), ...open };
  const mine = new Map(room.bids.filter((b) => b.bidId === bidId).map((b) => [b.seq, b]));
  return {
    ...common(room, "bidder"),
    ...open,
    lines: open.lines.map((line) => {
      const own = mine.get(line.seq);
      return own ? { ...line, label: own.label, priceFen: own.priceFen, scoreMilli: own.scoreMilli, rank: own.rank, mine: true } : line;
    }),
    own: {
      label: me.label,
      rank: me.rank,
      scoreMilli: me.scoreMilli,
      priceFen: me.priceFen,
      openingFen: me.openingFen,
      openingMilli: me.openingMilli,
      mostFen: me.priceFen - room.minStepFen,
      floorFen: room.floorFen,
      pausedUntilAt: me.pausedUntilAt,
    },
  };
}

export const viewFor = (room: Room, seat: { view: "public" | "employer" } | { view: "bidder"; bidId: string }): RoomState =>
  seat.view === "bidder" ? bidderView(room, seat.bidId) : seat.view === "employer" ? employerView(room) : publicView(room);
