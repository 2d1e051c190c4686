import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { jitter, pageSocket } from "#app/live/socket.ts";

/** Signals that come close together run the loaders once. */
const DEBOUNCE_MS = 150;

/**
 * Runs the page's loaders again when something private changed that they show: useSignal("notices"), useSignal(`contract:${id}`).
 * Also after a lost connection, since signals may have been missed. Without a topic it does nothing (a visitor who isn't signed in).
 */
export function useSignal(topic: string | null | undefined, also?: () => void) {
  const { revalidate } = useRevalidator();
  const latest = useRef({ revalidate, also });
  latest.current = { revalidate, also };
  useEffect(() => {
    if (!topic) return;
    const socket = pageSocket();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const again = (inMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        latest.current.also?.();
        latest.current.revalidate();
      }, inMs);
    };
    const onSignal = (told: unknown) => {
      if (told === topic) again(DEBOUNCE_MS);
    };
    const onLost = () => {
      lost = true;
    };
    const onConnect = () => {
      if (lost) again(jitter(DEBOUNCE_MS, 2000));
      lost = false;
    };
    socket.on("signal", onSignal).on("disconnect", onLost).on("connect", onConnect);
    return () => {
      clearTimeout(timer);
      socket.off("signal", onSignal).off("disconnect", onLost).off("connect", onConnect);
    };
  }, [topic]);
}

export type Connection = "connecting" | "live" | "lost";

/** Whether the page's socket stands. The first "connecting" isn't a loss: the page says nothing yet. */
export function useConnection(): Connection {
  const [state, setState] = useState<Connection>("connecting");
  useEffect(() => {
    const socket = pageSocket();
    const up = () => setState("live");
    const down = () => setState("lost");
    if (socket.connected) up();
    socket.on("connect", up).on("disconnect", down).on("connect_error", down);
    return () => {
      socket.off("connect", up).off("disconnect", down).off("connect_error", down);
    };
  }, []);
  return state;
}
