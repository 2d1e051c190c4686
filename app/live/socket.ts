import { io, type Socket } from "socket.io-client";

let socket: Socket | undefined;

/** The page's one socket, opened when something first wants it. */
export function pageSocket(): Socket {
  if (!socket) {
    socket = io({ transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 8000, randomizationFactor: 0.5 });
    // The server closes sockets whose session ended and those that are too slow; the page comes back, as whoever it is now.
    socket.on("disconnect", (reason) => {
      if (reason === "io server disconnect") setTimeout(() => socket?.connect(), jitter(400, 1600));
    });
  }
  return socket;
}

/** Thousands of pages that lost the same server must not come back at the same moment. */
export const jitter = (fromMs: number, toMs: number) => fromMs + Math.random() * (toMs - fromMs);
