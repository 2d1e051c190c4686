/**
 * Many changes, few announcements: a key's first change is told at once, what follows within its interval is told together at the end
 * of it. `tell` reads the newest state itself, so nothing is lost, only joined. One announcement of a key runs at a time.
 */
export function coalesced(everyMs: (key: string) => number, tell: (key: string) => Promise<void>, failed: (error: unknown) => void) {
  const keys = new Map<string, { again: boolean }>();

  async function run(key: string, state: { again: boolean }) {
    do {
      state.again = false;
      const began = performance.now();
      await tell(key).catch(failed);
      const rest = everyMs(key) - (performance.now() - began);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest).unref());
    } while (state.again);
    keys.delete(key);
  }

  return function changed(key: string) {
    const running = keys.get(key);
    if (running) running.again = true;
    else {
      const state = { again: false };
      keys.set(key, state);
      void run(key, state);
    }
  };
}
