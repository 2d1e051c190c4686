import { useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { jitter, pageSocket } from "#app/live/socket.ts";
import { type Connection, useConnection } from "#app/live/use-live.ts";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import { setServerNow } from "#app/ui/clock.tsx";

type Heard = { state: RoomState; watchers: number };
type Beat = { taskId: string; v: number; serverNow: number; watchers: number };
const KEEP_LINES = 400;
const ANSWER_MS = 5000;
/** Numbers are right at once even after a gap; the missing lines of the log can wait a moment of chance. */
const RESYNC_MS = 700;

/** The newer state with the log of both, and whether lines between the two are missing. */
export function merged(before: RoomState, after: RoomState): { state: RoomState; gap: boolean } {
  if (after.v < before.v) return { state: before, gap: false };
  if (after.round !== before.round || after.view !== before.view) return { state: after, gap: after.bids > after.lines.length };
  const known = before.lines.at(-1)?.seq ?? 0;
  const fresh = after.lines.filter((line) => line.seq > known);
  const gap = fresh.length > 0 && fresh[0]!.seq > known + 1 && after.lines.length < after.bids;
  return { state: { ...after, lines: [...before.lines, ...fresh].slice(-KEEP_LINES) }, gap };
}

/**
 * The room, live: starts with what the page was made with, then takes each announcement that isn't older. A gap (a heartbeat with a newer
 * version, missing lines of the log, a connection that comes back) asks for the whole state once, after a moment of chance, so that
 * thousands who missed the same message don't ask together.
 */
export function useRoom(taskId: string, first: Heard) {
  const [heard, setHeard] = useState(first);
  const current = useRef(first);
  const { revalidate } = useRevalidator();
  const again = useRef(revalidate);
  again.current = revalidate;
  const connection: Connection = useConnection();

  const take = useCallback((next: Heard) => {
    const before = current.current.state;
    current.current = next;
    setHeard(next);
    // What the page's loader knows more of (names, buttons) changes with the phase.
    if (next.state.phase !== before.phase || next.state.round !== before.round) setTimeout(() => again.current(), jitter(0, 800));
  }, []);

  // The loader ran again: what it says counts unless it is older.
  useEffect(() => {
    const { state } = current.current;
    if (first.state.v >= state.v && first.state !== state) {
      current.current = first;
      setHeard(first);
    }
  }, [first]);

  useEffect(() => {
    const socket = pageSocket();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const whole = (answer: { ok: boolean } & Partial<Heard>) => {
      if (!answer.ok || !answer.state || answer.state.v < current.current.state.v) return;
      setServerNow(answer.state.serverNow);
      take({ state: answer.state, watchers: answer.watchers ?? 0 });
    };
    const ask = (event: "watch" | "resync") =>
      socket
        .timeout(ANSWER_MS)
        .emitWithAck(event, { task: taskId })
        .then(whole, () => undefined);
    const resync = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          void ask("resync");
        },
        jitter(RESYNC_MS, 3 * RESYNC_MS),
      );
    };
    const onConnect = () => void ask("watch");
    const onRoom = (next: Heard) => {
      if (next.state.taskId !== taskId || next.state.v < current.current.state.v) return;
      setServerNow(next.state.serverNow);
      const { state, gap } = merged(current.current.state, next.state);
      take({ state, watchers: next.watchers });
      if (gap) resync();
    };
    const onBeat = (beat: Beat) => {
      if (beat.taskId !== taskId) return;
      setServerNow(beat.serverNow);
      if (beat.v > current.current.state.v) resync();
      if (beat.watchers !== current.current.watchers) take({ ...current.current, watchers: beat.watchers });
    };
    if (socket.connected) onConnect();
    socket.on("connect", onConnect).on("room", onRoom).on("beat", onBeat);
    return () => {
      clearTimeout(timer);
      socket.off("connect", onConnect).off("room", onRoom).off("beat", onBeat);
      if (socket.connected) socket.emit("leave", { task: taskId });
    };
  }, [taskId, take]);

  return { ...heard, connection };
}

/** The answer to a bid by socket: what the plain form's action answers, as data. */
export type SocketAnswer =
  | { ok: true; answer: import("#app/tasks/live/auction.ts").BidAnswer }
  | { ok: false; refusal: { code: string; params: Record<string, string | number> } };

/** Sends the form's fields; undefined when no answer came in time (the same intent may be sent again). */
export async function sendBid(taskId: string, fields: Record<string, string>): Promise<SocketAnswer | undefined> {
  const socket = pageSocket();
  if (!socket.connected) return undefined;
  return socket
    .timeout(ANSWER_MS)
    .emitWithAck("bid", { task: taskId, ...fields })
    .catch(() => undefined);
}

/** A number for one attempt at a bid. crypto.randomUUID needs https; this doesn't. */
export function freshIntent(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
