import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";

/*
 * Server time in the browser. The first render uses the moment the server wrote into the page, so both print the same countdown;
 * from then on the browser's steady clock counts on from it. A new loader answer (or a time travel behind it) sets it anew.
 */
const Moment = createContext(0);

let base = { server: 0, steady: 0 };
let second = 0;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function strike() {
  second = Math.floor(serverNow() / 1000) * 1000;
  for (const tell of watchers) tell();
}

function watch(tell: () => void) {
  watchers.add(tell);
  timer ??= setInterval(strike, 1000);
  return () => {
    watchers.delete(tell);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Sets server time by a fresher source than the page (a socket's clock message). */
export function setServerNow(serverMs: number) {
  base = { server: serverMs, steady: performance.now() };
  strike();
}

/** Server time to the millisecond, once the page runs. */
export const serverNow = () => base.server + performance.now() - base.steady;

export function ServerClock({ now, children }: { now: number; children: ReactNode }) {
  useEffect(() => setServerNow(now), [now]);
  return <Moment.Provider value={now}>{children}</Moment.Provider>;
}

/** Server time in whole seconds (as ms), moving once a second; the page's own moment until it runs. */
export function useNow(): number {
  const fromPage = useContext(Moment);
  const [running, setRunning] = useState(false);
  useEffect(() => setRunning(true), []);
  const moving = useSyncExternalStore(
    watch,
    () => second,
    () => fromPage,
  );
  return running ? moving : fromPage;
}
