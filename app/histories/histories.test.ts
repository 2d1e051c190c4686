import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { COMMANDS, histories } from "#app/histories/run.fixtures.ts";
import { fault, noFaults, onboard } from "#app/payments/world.fixtures.ts";

const RUNS = Number(process.env.HISTORIES ?? 100);
/** npm test tells the same histories each time; npm run faults draws new ones. */
const seed = Number(process.env.HISTORY_SEED ?? 1219571646);
const channel = {
  fault: async (endpoint: string, kind: string, times: number) => void (await fault(endpoint, kind, { times })),
  noFaults: async () => void (await noFaults()),
  onboard,
};

/** Seeds that once broke a promise; each is told again in every run. */
const kept: number[] = [];
const AGAIN = 20;
test.each(kept)("seed %i, which once broke a promise", { timeout: 600_000 }, async (once) => {
  await histories({ runs: AGAIN, seed: once, channel });
});

test(`${RUNS} histories of up to ${COMMANDS} commands, seed ${seed}: the books are the model's after every one`, {
  timeout: 3_000_000,
}, async () => {
  await histories({ runs: RUNS, seed, channel });
  expect(seed).toBeGreaterThanOrEqual(0);
});
