import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { until } from "../until.ts";
import { wishes } from "./all.ts";
import { isPage, type Ready, type Wish, wayOf } from "./wish.ts";

export type Fact = Ready & { wish: Wish };

/** One of each, up to the moment before its wish. */
export async function ready(place: Place, these: readonly Wish[] = wishes): Promise<Fact[]> {
  const facts = await Promise.all(these.map(async (wish) => ({ wish, ...(await wish.ready(place)) })));
  await quiet(place);
  return facts;
}

/** Wished for and paid, as people do it: a page that could not be shown is asked for again. */
export async function wishAll(facts: readonly Fact[], again = 3): Promise<void> {
  await Promise.all(
    facts.map(async ({ wish, ask, pay }) => {
      if (!isPage(wish)) return ask();
      for (let time = 1; ; time++) {
        const address = await ask().catch((error) => {
          if (time >= again) throw error;
        });
        if (address) return pay!(address);
      }
    }),
  );
}

/** Everything has come to its end, each once. */
export async function allRight(place: Place, facts: readonly Fact[], fault: string): Promise<void> {
  for (const { wish, wrong } of facts) {
    const found = await wrong();
    place.must(found === null, `${wayOf(wish)}, ${fault}: ${found}`);
  }
}

/** All of them are right within this time of the machine's clock, without anybody's hand. */
export const rightWithin = (facts: readonly Fact[], ms: number) =>
  until(
    async () => {
      for (const { wish, wrong } of facts) {
        const found = await wrong();
        if (found) return `${wayOf(wish)}: ${found}`;
      }
      return true;
    },
    ms,
    200,
  );
