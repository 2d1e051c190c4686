import { paceOf, slower, takeTurn, untilTurn } from "#app/payments/pace.ts";

/** Who waits for a turn: what looks at things goes before what moves money by thousands, so that neither starves the other. */
export type Rank = "reads" | "sends";
const RANKS: readonly Rank[] = ["reads", "sends"];

export type Line = {
  /** Waits for the next turn; the first of the first rank has it. */
  turn(rank: Rank): Promise<void>;
  /** Does not wait: whoever does waits longer for it. */
  goAhead(): void;
  /** A request that left at this moment was too much. */
  tooMuch(leftMs: number): void;
};

/** Requests of this process at one pace. The machine's clock: this is about seconds on the wire, which no time travel makes shorter. */
export function lineOf(most: number): Line {
  let pace = paceOf(most, performance.now());
  let timer: NodeJS.Timeout | undefined;
  const waiting: Record<Rank, (() => void)[]> = { reads: [], sends: [] };

  function call() {
    timer = undefined;
    for (;;) {
      const first = RANKS.map((rank) => waiting[rank]).find(({ length }) => length > 0);
      if (!first) return;
      const ms = untilTurn(pace, performance.now());
      if (ms > 0) {
        timer = setTimeout(call, Math.ceil(ms));
        return;
      }
      pace = takeTurn(pace, performance.now());
      first.shift()?.();
    }
  }

  return {
    turn: (rank) =>
      new Promise((resolve) => {
        waiting[rank].push(resolve);
        if (!timer) call();
      }),
    goAhead() {
      pace = takeTurn(pace, performance.now());
    },
    tooMuch(leftMs) {
      pace = slower(pace, leftMs, performance.now(), Math.random());
    },
  };
}
