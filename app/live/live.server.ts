import { Server } from "socket.io";
import { singleton } from "#app/singleton.server.ts";

export const io = singleton(
  "io",
  () => new Server({ serveClient: false, destroyUpgrade: false, perMessageDeflate: false, maxHttpBufferSize: 64 * 1024 }),
);

/** Whom a signal reaches: a person's own sockets, those of an organisation's members, or every operator's. */
export type Audience = { user: string } | { org: string } | { operators: true };
const roomOf = (to: Audience) => ("user" in to ? `user:${to.user}` : "org" in to ? `org:${to.org}` : "operators");

/**
 * Tells pages that something private changed: they run their loader again, which decides what they may see. Call it after the commit.
 * The topic is what useSignal() listens for: "notices", "contract:<id>", "task:<id>".
 */
export function signal(to: Audience, topic: string) {
  io.to(roomOf(to)).emit("signal", topic);
}
