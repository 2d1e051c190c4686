import type { Place } from "./place.ts";

/** What a case found: its figure, and each thing that is not as it must be. */
export type Found = { figure: string; short: string[] };

/** One fault on purpose. Where it happens, the driver has a database, a channel and an app of its own; afterwards the oracle looks at all of it. */
export type Run = (place: Place) => Promise<string>;

export type Case = {
  name: string;
  /** Its numbers in the list of faults. */
  numbers: number[];
  what: string;
  mustShow: string;
  /** Belongs to the short version. */
  short?: boolean;
  /** Its figure is a time or a size: nothing else runs beside it. */
  alone?: boolean;
  /** Takes minutes by itself: it begins before the others. */
  long?: boolean;
  load: () => Promise<{ run: Run }>;
};
