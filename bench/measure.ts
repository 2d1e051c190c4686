/** What the bench prints: a sentence, what was measured, and the goal it is held to. */
export type Line = { what: string; measured: string; goal?: string; met?: boolean };

export const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);

export const quantile = (sorted: readonly number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
export const median = (numbers: readonly number[]) =>
  quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );

export type Rate = { perSecond: number; p50: number; p99: number };

/** `callers` of `act` at once, each again as soon as it is answered, for some seconds. What answers false does not count. */
export async function rate(callers: number, act: (caller: number) => Promise<unknown>, seconds = SECONDS): Promise<Rate> {
  const times: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < until) {
        const at = performance.now();
        if ((await act(caller)) !== false) times.push(performance.now() - at);
      }
    }),
  );
  times.sort((a, b) => a - b);
  return { perSecond: times.length / ((performance.now() - began) / 1000), p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** Each way once in a turn, several turns: a noisy minute hits all of them. The median of each way's turns. */
export async function sideBySide<K extends string>(ways: Record<K, () => Promise<Rate>>, turns = 3): Promise<Record<K, Rate>> {
  const seen = Object.fromEntries(Object.keys(ways).map((k) => [k, [] as Rate[]])) as Record<K, Rate[]>;
  for (let turn = 0; turn < turns; turn++)
    for (const [name, run] of Object.entries(ways) as [K, () => Promise<Rate>][]) seen[name].push(await run());
  const middle = (rates: Rate[]): Rate => ({
    perSecond: median(rates.map((r) => r.perSecond)),
    p50: median(rates.map((r) => r.p50)),
    p99: median(rates.map((r) => r.p99)),
  });
  return Object.fromEntries((Object.entries(seen) as [K, Rate[]][]).map(([k, rates]) => [k, middle(rates)])) as Record<K, Rate>;
}

export const told = ({ perSecond, p50, p99 }: Rate) =>
  `${Math.round(perSecond).toLocaleString("en")} bids/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
