import type { Params } from "#app/refusal.ts";
import type { BidAnswer, RefusedBid } from "#app/tasks/live/auction.ts";

/** The sentence of each refused bid (refusal.* of the dictionary), and the field that it stands beside. */
const told = {
  CLOSED: ["liveClosed", undefined],
  NOT_BIDDER: ["liveNotBidder", undefined],
  RATE: ["liveRate", undefined],
  STALE_VERSION: ["liveStale", undefined],
  FLOOR: ["liveFloor", "price"],
  STEP: ["liveStep", "price"],
  CONFIRM: ["liveConfirm", "confirm"],
} as const satisfies Record<RefusedBid, readonly [string, string | undefined]>;

export function refusalOf(answer: Extract<BidAnswer, { ok: false }>) {
  const [code, field] = told[answer.code];
  const params: Params = { limitFen: String(answer.limitFen ?? 0), seconds: Math.max(1, Math.ceil((answer.waitMs ?? 0) / 1000)) };
  return { code, params, field };
}
