import "#app/payments/world.fixtures.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { manyPledges } from "#app/campaigns/pledging/fixtures.ts";
import { campaignOf } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { advance, control, kept } from "#app/payments/world.fixtures.ts";

const PLEDGES = 1_200;
const KILLS = 10;
/** So few calls a second that a fast machine, too, has charges left for the last kill. */
const CALLS_A_SECOND = 100;
const limit = (perSecond: number) => control("POST", "rate-limit", { perSecond });
const worker = path.join(import.meta.dirname, "kill-worker.fixtures.ts");
let running: ChildProcess | undefined;
const begin = () => {
  running = spawn(process.execPath, ["--no-warnings", worker], {
    env: { ...process.env, ROLE: "worker" },
    stdio: ["ignore", "ignore", "inherit"],
  });
};
const kill = async () => {
  const dying = running;
  running = undefined;
  if (!dying || dying.exitCode !== null || dying.signalCode !== null) throw new Error("the worker ended by itself");
  dying.kill("SIGKILL");
  await once(dying, "exit");
};
afterAll(() => running?.kill("SIGKILL"));

const collected = (campaignId: string) => db.pledge.count({ where: { campaignId, state: "COLLECTED" } });
/** Looks again and again until it is so. */
async function until(so: () => Promise<boolean>, ms: number) {
  const ends = performance.now() + ms;
  while (!(await so())) {
    if (performance.now() > ends) throw new Error(`still not after ${ms} ms`);
    await wait(40);
  }
}

test("the worker is killed ten times while cards are charged: none is charged twice, none is missing", {
  timeout: 600_000,
}, async () => {
  const { viewer } = await creator();
  const campaignId = await liveCampaign(viewer);
  const pledges = await manyPledges(campaignId, PLEDGES, { rewards: { 1: 1 }, customers: 20 });
  await advance("31d");
  await limit(CALLS_A_SECOND);
  for (let round = 0; round < KILLS; round++) {
    const before = await collected(campaignId);
    begin();
    // At another point of its work each time, and the first time before anything was collected.
    await until(
      async () =>
        (await collected(campaignId)) >= before + round * Math.floor(PLEDGES / 100) && (await campaignOf(campaignId)).lifecycle !== "LIVE",
      120_000,
    );
    await kill();
  }
  expect(await collected(campaignId)).toBeLessThan(PLEDGES);
  await limit(0);
  begin();
  await until(async () => (await db.pledge.count({ where: { campaignId, state: { in: ["PLEDGED"] } } })) === 0, 200_000);
  // What a dead worker held is free again after its lease.
  await advance("2m");
  await until(async () => (await campaignOf(campaignId)).collection === "CLOSED", 200_000);
  await kill();
  expect(await collected(campaignId)).toBe(PLEDGES);
  const charges = (await kept("charge")).filter((charge) => charge.status === "succeeded");
  expect(charges).toHaveLength(PLEDGES);
  const paid = await db.fundingLot.findMany({ where: { refType: "pledge", refId: { in: pledges } }, select: { refId: true } });
  expect(new Set(paid.map(({ refId }) => refId)).size).toBe(PLEDGES);
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});
