// Answers that are kept waiting, before or after their effect, until whoever asked for it lets them go.
export interface Hold {
  id: number;
  endpoint: string;
  key: string | null;
  requestId: string;
  /** Whether the effect is committed already. */
  stage: "before" | "after";
  /** False once the caller is gone: killed, or tired of waiting. */
  waiting: boolean;
  heldMs: number;
}
/** send: go on as if nothing had been; drop: cut the line, and when nothing is committed yet the request never came. */
export type Release = "send" | "drop";

interface Held extends Omit<Hold, "heldMs"> {
  since: number;
  let(how: Release): void;
}
const held = new Map<number, Held>();
let last = 0;
const watchers: (() => void)[] = [];

/** Resolves when it is let go. The caller's going away changes nothing: a request that arrived is worked on. */
export function hold(about: Pick<Hold, "endpoint" | "key" | "requestId" | "stage">, line: NodeJS.EventEmitter): Promise<Release> {
  const id = ++last;
  return new Promise((resolve) => {
    const entry: Held = {
      ...about,
      id,
      waiting: true,
      since: performance.now(),
      let(how) {
        held.delete(id);
        resolve(how);
      },
    };
    line.once("close", () => {
      entry.waiting = false;
    });
    held.set(id, entry);
    for (const tell of watchers.splice(0)) tell();
  });
}

const shown = (): Hold[] =>
  [...held.values()].map(({ since, let: _, ...entry }) => ({ ...entry, heldMs: Math.round(performance.now() - since) }));

/** What is held; asked for `atLeast`, the answer waits until there are so many, or until its patience ends. */
export async function holds(atLeast: number, patienceMs: number): Promise<Hold[]> {
  const until = performance.now() + patienceMs;
  while (held.size < atLeast && performance.now() < until)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, until - performance.now()));
      watchers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  return shown();
}

/** Lets one go, or all. Returns how many. */
export function release(id: number | undefined, how: Release): number {
  const chosen = id === undefined ? [...held.values()] : [held.get(id)].filter((one) => one !== undefined);
  for (const one of chosen) one.let(how);
  return chosen.length;
}
