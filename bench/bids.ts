import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { io as connect, type Socket } from "socket.io-client";
import { db } from "#app/db.server.ts";
import { sessionCookie } from "#app/people/fixtures.ts";
import { attachSockets } from "#app/sockets.server.ts";
import type { BidAnswer } from "#app/tasks/live/auction.ts";
import { type LiveRoom, liveRoom } from "#app/tasks/live/fixtures.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { type Line, type Rate, rate, sideBySide, told } from "./measure.ts";

/** Every guard runs; the values of the room let the load through. */
export const wide = { intervalMs: 0, minStepFen: 1n, maxFailures: 1_000_000, confirmBps: 10_000 };
const BUDGET_YUAN = 100_000;
const BIDDERS = 20;
const SPREAD = 1000;
const SOCKETS = 200;

export const loadRoom = () =>
  liveRoom({
    prices: Array.from({ length: BIDDERS }, (_, i) => BUDGET_YUAN - i),
    draft: { budget: String(BUDGET_YUAN), weightPrice: "70", weightTime: "0", weightQuality: "15" },
    set: wide,
    minutes: 120,
  });

/** Each next price of a bidder is one fen lower. */
export function prices(room: LiveRoom) {
  const last = room.bidders.map((_, i) => (BUDGET_YUAN - i) * 100);
  return (bidder: number) => {
    last[bidder] = last[bidder]! - 1;
    return last[bidder]!;
  };
}

const check = (answer: BidAnswer) => {
  if (!answer.ok) throw new Error(`a bid of the bench was refused: ${answer.code}`);
};

type Direct = (taskId: string, bidId: string, priceFen: number) => Promise<void>;
/** The ceiling: the same SQL function called by bare connections, one bid a call, as pgbench would. */
async function bare(connections: number): Promise<{ call: (caller: number) => Direct; end: () => Promise<void> }> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
      await client.connect();
      return client;
    }),
  );
  const call =
    (caller: number): Direct =>
    async (taskId, bidId, priceFen) => {
      const bids = JSON.stringify([{ bidId, intentId: randomUUID(), priceFen }]);
      const { rows } = await clients[caller]!.query({ name: "bid", text: "SELECT place_bids($1, $2) AS answers", values: [taskId, bids] });
      check(rows[0].answers[0]);
    };
  return { call, end: async () => void (await Promise.all(clients.map((c) => c.end()))) };
}

const liveBid = (priceFen: number) => ({ price: BigInt(priceFen), intentId: randomUUID(), confirm: undefined, expectV: undefined });

export async function bids(): Promise<Line[]> {
  const room = await loadRoom();
  const next = prices(room);
  const bidId = (i: number) => room.bidders[i]!.bidId;
  const [two, eight] = [await bare(2), await bare(8)];
  const http = createServer();
  attachSockets(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const sockets = await openSockets(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, room);
  const rooms = await spread(room);
  const spreadPrice = new Map(rooms.map((id) => [id, (BUDGET_YUAN - BIDDERS) * 100]));
  let turn = 0;
  const anywhere = () => {
    const taskId = rooms[turn++ % rooms.length]!;
    spreadPrice.set(taskId, spreadPrice.get(taskId)! - 1);
    return { taskId, priceFen: spreadPrice.get(taskId)! };
  };

  // A caller has a bidder of its own: two calls of one bidder in flight could arrive in the other order.
  const seen = await sideBySide({
    ceiling: () => rate(2, (caller) => two.call(caller)(room.taskId, bidId(caller), next(caller))),
    lane: () => rate(BIDDERS, async (caller) => check(await placeBid(room.taskId, bidId(caller), liveBid(next(caller))))),
    socket: () => rate(SOCKETS, (caller) => sockets.bid(caller, next)),
    spreadCeiling: () =>
      rate(8, (caller) => {
        const { taskId, priceFen } = anywhere();
        return eight.call(caller)(taskId, bidId(0), priceFen);
      }),
    spreadLane: () =>
      rate(64, async () => {
        const { taskId, priceFen } = anywhere();
        check(await placeBid(taskId, bidId(0), liveBid(priceFen)));
      }),
  });
  sockets.close();
  await Promise.all([two.end(), eight.end()]);
  const ratio = (a: Rate, b: Rate) => a.perSecond / b.perSecond;
  const hot = ratio(seen.socket, seen.ceiling);
  const wideRatio = ratio(seen.spreadLane, seen.spreadCeiling);
  return [
    { what: "one room: the function by 2 bare connections", measured: told(seen.ceiling) },
    {
      what: `one room: through the lane, ${BIDDERS} callers`,
      measured: `${told(seen.lane)}, ${ratio(seen.lane, seen.ceiling).toFixed(2)}x`,
    },
    {
      what: `one room: by ${SOCKETS} sockets with acknowledgement`,
      measured: `${told(seen.socket)}, ${hot.toFixed(2)}x`,
      goal: "≥ 0.8x",
      met: hot >= 0.8,
    },
    { what: `${SPREAD} rooms: the function by 8 bare connections`, measured: told(seen.spreadCeiling) },
    {
      what: `${SPREAD} rooms: through the lanes, 64 callers`,
      measured: `${told(seen.spreadLane)}, ${wideRatio.toFixed(2)}x`,
      goal: "≥ 0.3x",
      met: wideRatio >= 0.3,
    },
  ];
}

/** Several sockets of each bidder; each sends its next bid when the last is answered. A later price may overtake an earlier one, which is then refused: only what was accepted counts. */
async function openSockets(url: string, room: LiveRoom) {
  const cookies = await Promise.all(room.bidders.map((b) => sessionCookie(b)));
  const sockets: Socket[] = [];
  for (let i = 0; i < SOCKETS; i++) {
    const socket = connect(url, { transports: ["websocket"], forceNew: true, extraHeaders: { cookie: cookies[i % BIDDERS]! } });
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
    await socket.emitWithAck("watch", { task: room.taskId });
    sockets.push(socket);
  }
  return {
    bid: async (caller: number, next: (bidder: number) => number) => {
      const price = (next(caller % BIDDERS) / 100).toFixed(2);
      const answer = await sockets[caller]!.emitWithAck("bid", { task: room.taskId, price, intentId: randomUUID() });
      if (!answer.ok && answer.refusal?.code === "tooMany") await new Promise((resolve) => setTimeout(resolve, 20));
      return answer.ok && answer.answer.ok;
    },
    close: () => void sockets.map((s) => s.disconnect()),
  };
}

/** As many rooms as the goal speaks of: copies of one, each with its first bidder. */
async function spread(room: LiveRoom): Promise<string[]> {
  const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await owner.connect();
  const ids = Array.from({ length: SPREAD }, () => randomUUID());
  const copy = async (table: string, key: string, where: string) => {
    const { rows } = await owner.query(
      `SELECT string_agg(quote_ident(column_name), ',') AS names FROM information_schema.columns WHERE table_name = $1 AND column_name <> $2 AND is_generated = 'NEVER'`,
      [table, key],
    );
    const names = rows[0].names;
    await owner.query(
      `INSERT INTO "${table}" ("${key}", ${names}) SELECT n.id, ${names} FROM "${table}" t, unnest($1::uuid[]) AS n (id) WHERE ${where}`,
      [ids, ...(table === "AuctionBidder" ? [room.taskId, room.bidders[0]!.bidId] : [room.taskId])],
    );
  };
  await copy("Task", "id", `t.id = $2`);
  await copy("Auction", "taskId", `t."taskId" = $2`);
  await copy("AuctionBidder", "taskId", `t."taskId" = $2 AND t."bidId" = $3`);
  await owner.end();
  await db.$queryRaw`SELECT 1`;
  return ids;
}
