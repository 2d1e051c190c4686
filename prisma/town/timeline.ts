import { env } from "#app/env.server.ts";

const DAY = 86_400_000;
/** How often time itself gets its turn while the town's past is lived through: seldom long ago, when little is due. */
const GRID = 12 * 3_600_000;
const SELDOM = 24 * 3_600_000;
const LONG_AGO = 46 * DAY;
/** Acts this close together share a moment: moving two clocks takes longer than most acts. */
const SLACK = 45 * 60_000;
const CROWD = 5;

type Act = () => Promise<void>;

/**
 * The town's past: acts at moments, in days before the present, lived through in their order with both clocks set to each moment.
 * Between them time gets its turns, as it would have.
 */
export function timeline(startDays: number, tick: () => Promise<unknown>) {
  const present = Date.now();
  const acts: { at: number; act: Act; exact: boolean }[] = [];
  const turns: number[] = [];
  let offset = 0;

  async function setClock(moment: number | null) {
    const offsetMs = moment === null ? 0 : Math.round(moment - Date.now());
    offset = offsetMs;
    const answer = await fetch(`${env.STRIPE_API_BASE}/_sandbox/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ offsetMs }),
    });
    if (!answer.ok) throw new Error(`time travel answered ${answer.status}`);
  }

  /** Time never goes back: what happened at this moment already took its milliseconds. */
  async function forward(moment: number) {
    if (moment > Date.now() + offset) await setClock(moment);
  }

  /** Nobody is there yet to take the channel's messages about the past: they are not sent. */
  async function hush(quiet: boolean) {
    const wish = quiet
      ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ dropPercent: 100 }) }
      : { method: "DELETE" };
    await fetch(`${env.STRIPE_API_BASE}/_sandbox/webhooks`, wish);
  }

  return {
    /** Negative days lie in the past. An act may add later ones. An exact one has its moment to the second. */
    at(days: number, act: Act, exact = false) {
      acts.push({ at: present + days * DAY, act, exact });
    },
    /** A moment in days before the present. */
    daysAt: (moment: Date) => (moment.getTime() - present) / DAY,
    momentAt: (days: number) => new Date(present + days * DAY),
    /** Both clocks to the first day. */
    async begin() {
      await hush(true);
      await setClock(present + startDays * DAY);
    },
    /** Time gets a turn of its own at this moment. */
    turn(days: number) {
      turns.push(present + days * DAY);
      acts.push({ at: present + days * DAY, act: async () => void (await tick()), exact: true });
    },
    /** Time gets a turn somewhere between these moments: one that it gets anyway will do. */
    turnWithin(from: number, until: number) {
      const between = (at: number) => at > present + from * DAY && at <= present + until * DAY;
      const step = present + until * DAY < present - LONG_AGO ? SELDOM : GRID;
      const regular = present + Math.floor((until * DAY) / step) * step;
      if (!between(regular) && !turns.some(between)) this.turn(until);
    },
    async live() {
      let turn = present + startDays * DAY;
      for (;;) {
        acts.sort((a, b) => a.at - b.at);
        const [next] = acts;
        if (next && next.at <= turn) {
          const until = next.exact ? next.at : Math.min(turn, next.at + SLACK);
          const count = next.exact ? 1 : acts.findIndex((a) => a.exact || a.at > until);
          const together = acts.splice(0, count < 0 ? acts.length : count);
          await forward(next.at);
          await crowd(together.map(({ act }) => act));
        } else if (turn < present) {
          await forward(turn);
          await tick();
          turn += turn < present - LONG_AGO ? SELDOM : GRID;
        } else if (!next) break;
        else turn = next.at;
      }
      await setClock(null);
      await hush(false);
      await tick();
    },
  };
}
/** A few at a time, as people do. */
async function crowd(acts: Act[]) {
  const left = [...acts];
  const one = async () => {
    for (let act = left.shift(); act; act = left.shift()) await act();
  };
  await Promise.all(Array.from({ length: CROWD }, one));
}

export type Timeline = ReturnType<typeof timeline>;
