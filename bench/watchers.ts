// A process of watchers for fan-out.ts: opens them, then tells what they saw when it is asked.
import { io as connect, type Socket } from "socket.io-client";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import type { Seen } from "./fan-out.ts";
import { quantile } from "./measure.ts";

const [url, task, count, offsetMs] = process.argv.slice(2) as [string, string, string, string];
const late: number[] = [];
const versions = new Map<Socket, number>();
let backwards = 0;

const open = async () => {
  const socket = connect(url, { transports: ["websocket"], forceNew: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  const { state } = await socket.emitWithAck("watch", { task });
  versions.set(socket, state.v);
  socket.on("room", ({ state }: { state: RoomState }) => {
    const newest = state.lines.at(-1);
    if (newest) late.push(Date.now() + Number(offsetMs) - newest.at);
    if (state.v < versions.get(socket)!) backwards++;
    versions.set(socket, state.v);
  });
};

const AT_ONCE = 50;
for (let made = 0; made < Number(count); made += AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, Number(count) - made) }, open));
process.on("message", ({ v }: { v: number }) => {
  late.sort((a, b) => a - b);
  const behind = [...versions.values()].filter((have) => have !== v).length;
  process.send?.({ watchers: versions.size, p50: quantile(late, 0.5), p99: quantile(late, 0.99), backwards, behind } satisfies Seen);
});
process.send?.("ready");
