import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { db } from "#app/db.server.ts";
import { attachSockets } from "#app/sockets.server.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { loadRoom, prices } from "./bids.ts";
import type { Line } from "./measure.ts";

const WATCHERS = Number(process.env.BENCH_WATCHERS ?? 2000);
const BIDS_PER_SECOND = 100;
const SECONDS = 5;

export type Seen = { watchers: number; p50: number; p99: number; backwards: number; behind: number };

/** Many watchers in a process of their own, a steady stream of bids: how late each state arrives, and whether everybody has the last one. */
export async function fanOut(): Promise<Line[]> {
  const room = await loadRoom();
  const next = prices(room);
  const http = createServer();
  attachSockets(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const { offsetMs } = await db.appClock.findUniqueOrThrow({ where: { id: 1 } });
  const child = fork(new URL("./watchers.ts", import.meta.url), [url, room.taskId, String(WATCHERS), String(offsetMs)]);
  const said = <T>() => new Promise<T>((resolve) => child.once("message", (m) => resolve(m as T)));
  await said();
  for (let i = 0; i < SECONDS * BIDS_PER_SECOND; i++) {
    const due = new Promise((resolve) => setTimeout(resolve, 1000 / BIDS_PER_SECOND));
    const bidder = i % room.bidders.length;
    void placeBid(room.taskId, room.bidders[bidder]!.bidId, {
      price: BigInt(next(bidder)),
      intentId: randomUUID(),
      confirm: undefined,
      expectV: undefined,
    });
    await due;
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const { v } = await db.auction.findUniqueOrThrow({ where: { taskId: room.taskId } });
  const answer = said<Seen>();
  child.send({ v });
  const seen = await answer;
  child.kill();
  return [
    {
      what: `${seen.watchers} watchers, ${BIDS_PER_SECOND} bids/s: from acceptance to the watcher`,
      measured: `p50 ${seen.p50} ms, p99 ${seen.p99} ms; ${seen.behind} without the last state, ${seen.backwards} versions backwards`,
      goal: "p99 ≤ 300 ms, none, none",
      met: seen.p99 <= 300 && seen.behind === 0 && seen.backwards === 0,
    },
  ];
}
