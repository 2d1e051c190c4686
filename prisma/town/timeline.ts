import { env } from "#app/env.server.ts";

const DAY = 86_400_000;
/** How often time itself gets its turn while the town's past is lived through. */
const GRID = 12 * 3_600_000;
/** Acts this close together share a moment: moving two clocks takes longer than most acts. */
const SLACK = 45 * 60_000;

type Act = () => Promise<void>;

/**
 * The town's past: acts at moments, in days before the present, lived through in their order with both clocks set to each moment.
 * Between them time gets its turns, as it would have.
 */
export function timeline(startDays: number, tick: () => Promise<unknown>) {
  const present = Date.now();
  const acts: { at: number; act: Act; exact: boolean }[] = [];
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

  return {
    /** Negative days lie in the past. An act may add later ones. An exact one has its moment to the second. */
    at(days: number, act: Act, exact = false) {
      acts.push({ at: present + days * DAY, act, exact });
    },
    /** Both clocks to the first day. */
    begin: () => setClock(present + startDays * DAY),
    /** Time gets a turn of its own at this moment. */
    turn(days: number) {
      acts.push({ at: present + days * DAY, act: async () => void (await tick()), exact: true });
    },
    async live() {
      let turn = present + startDays * DAY;
      for (;;) {
        const next = acts.reduce<number>((best, a, i) => (best < 0 || a.at < acts[best]!.at ? i : best), -1);
        if (next >= 0 && acts[next]!.at <= turn) {
          const [{ at, act, exact }] = acts.splice(next, 1) as [(typeof acts)[number]];
          if (exact || at - (Date.now() + offset) > SLACK) await setClock(at);
          await act();
        } else if (turn < present) {
          await setClock(turn);
          await tick();
          turn += GRID;
        } else if (next < 0) break;
        else turn = acts[next]!.at;
      }
      await setClock(null);
      await tick();
    },
  };
}
export type Timeline = ReturnType<typeof timeline>;
