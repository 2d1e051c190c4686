import { z } from "zod";
import { db } from "#app/db.server.ts";
import { Refusal } from "#app/refusal.ts";
import { singleton } from "#app/singleton.server.ts";
import { BidAnswer, type LiveBid } from "#app/tasks/live/auction.ts";
import { announceRoom } from "#app/tasks/live/auction-announce.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";

type Waiting = { item: Item; resolve: (answer: BidAnswer) => void; reject: (error: unknown) => void };
type Item = { bidId: string; intentId: string; priceFen: number; confirmFen?: number; expectV?: number };
type Lane = { waiting: Waiting[]; running: boolean };
const lanes = singleton("bid-lanes", () => new Map<string, Lane>());

const Answers = z.array(BidAnswer);

/**
 * A live bid of `bidId`, whose bidder the door has checked. Bids of one room wait in one lane: whatever arrived while the last call ran
 * goes to the database together, and each is answered after the commit. The function `place_bids` decides, under the room's lock, so any
 * number of processes stay correct.
 */
export function placeBid(taskId: string, bidId: string, bid: LiveBid): Promise<BidAnswer> {
  const lane = lanes.get(taskId) ?? { waiting: [], running: false };
  lanes.set(taskId, lane);
  if (lane.waiting.length >= auctionPolicy.waiting) throw new Refusal("tooMany", { seconds: 1 });
  const item: Item = { bidId, intentId: bid.intentId, priceFen: Number(bid.price), expectV: bid.expectV };
  if (bid.confirm !== undefined) item.confirmFen = Number(bid.confirm);
  const { waiting } = lane;
  const answer = new Promise<BidAnswer>((resolve, reject) => waiting.push({ item, resolve, reject }));
  if (!lane.running) void run(taskId, lane);
  return answer;
}

async function run(taskId: string, lane: Lane) {
  lane.running = true;
  while (lane.waiting.length > 0) {
    const batch = lane.waiting.splice(0, auctionPolicy.batch);
    try {
      const answers = await decide(
        taskId,
        batch.map((w) => w.item),
      );
      if (answers.some((a) => a.ok)) announceRoom(taskId);
      for (const answer of answers) batch[answer.i]!.resolve(answer);
    } catch (error) {
      // Nobody knows whether it was committed: the same intent, sent again, gets the answer that it got or a first one.
      for (const { reject } of batch) reject(error);
    }
  }
  lane.running = false;
  lanes.delete(taskId);
}

async function decide(taskId: string, items: Item[]): Promise<BidAnswer[]> {
  const [row] = await db.$queryRaw<{ answers: unknown }[]>`SELECT place_bids(${taskId}::uuid, ${JSON.stringify(items)}::jsonb) AS answers`;
  return Answers.parse(row?.answers);
}
