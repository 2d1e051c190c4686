import { setTimeout as wait } from "node:timers/promises";
import { env } from "#app/env.server.ts";
import { type Pace, paceOf, slower, takeTurn } from "#app/payments/pace.ts";
import { singleton } from "#app/singleton.server.ts";

/** Real money goes at 20 a second, well inside what the channel allows; a server on our own machine takes all it can. */
const perSecond = env.CHARGE_RATE ?? (env.STRIPE_API_BASE ? null : 20);
/** Of this process. The machine's clock: this is about seconds on the wire, which no time travel makes shorter. */
const kept = singleton(
  "charge-pace",
  () => ({ pace: perSecond === null ? null : paceOf(perSecond, performance.now()) }) as { pace: Pace | null },
);

/** Waits until the next charge may leave. */
export async function turnToCharge(): Promise<void> {
  if (!kept.pace) return;
  const { pace, waitMs } = takeTurn(kept.pace, performance.now());
  kept.pace = pace;
  if (waitMs > 0) await wait(waitMs);
}

export function chargesGoSlower(): void {
  if (kept.pace) kept.pace = slower(kept.pace);
}
