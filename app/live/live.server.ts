import type { IncomingMessage } from "node:http";
import { Server } from "socket.io";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";

/**
 * WebSocket isn't bound by CORS, so the server itself looks where a connection comes from: a browser always says. Our own address, or
 * the host that was asked (a cookie of another host isn't sent along anyway). Programs that send no Origin carry no visitor's cookie.
 */
export function fromOurPages({ headers }: Pick<IncomingMessage, "headers">): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (origin === new URL(env.APP_URL).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** One for the whole process. WebSocket only: any number of servers need no sticky sessions, and a page without sockets is right anyway. */
export const io = singleton(
  "io",
  () =>
    new Server({
      serveClient: false,
      destroyUpgrade: false,
      transports: ["websocket"],
      perMessageDeflate: false,
      maxHttpBufferSize: 64 * 1024,
      pingInterval: 20_000,
      pingTimeout: 15_000,
      connectTimeout: 10_000,
      allowRequest: (request, answer) => answer(null, fromOurPages(request)),
    }),
);

/** Whom a signal reaches: a person's own sockets, those of an organisation's members, or every operator's. */
export type Audience = { user: string } | { org: string } | { operators: true };
export const roomOf = (to: Audience) => ("user" in to ? `user:${to.user}` : "org" in to ? `org:${to.org}` : "operators");

/**
 * Tells pages that something private changed: they run their loader again, which decides what they may see. Call it after the commit.
 * The topic is what useSignal() listens for: "notices", "contract:<id>", "task:<id>".
 */
export function signal(to: Audience, topic: string) {
  io.to(roomOf(to)).emit("signal", topic);
}

/** Closes a person's sockets on every server: after signing out, a revoked session, a suspension. Those with a session come back at once. */
export function disconnectPerson(userId: string) {
  io.in(roomOf({ user: userId })).disconnectSockets(true);
}
