// What every part of the outside world is handed: its memory, its clock and its address.
import type { Clock } from "#sandbox/state/clock.ts";
import type { Store } from "#sandbox/state/store.ts";

export interface Sandbox {
  store: Store;
  clock: Clock;
  /** Address of this process, known once it listens. */
  url: string;
  appUrl: string;
  recordDir: string | undefined;
  /** Wakes the webhook courier. */
  kick(): void;
}
