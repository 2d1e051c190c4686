import { spawn } from "node:child_process";
import fs from "node:fs";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { manyPledges } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { APP_PROCESS } from "#sandbox/app-process.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Line } from "./measure.ts";

/** As many backers as a very large campaign has; BENCH_PLEDGES makes it shorter. */
const PLEDGES = Number(process.env.BENCH_PLEDGES ?? 10_000);
const GOAL_SECONDS = 120;
const GOAL_MB = 512;
const DAYS = "31d";
const WAIT_MS = 250;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The most memory that a process has had, in MB. */
const mostMb = (pid: number) => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** From the deadline until every card was charged and the collection is closed, by one worker process of the production build against the local channel without its rate limit. */
export async function settlement(worldUrl: string): Promise<Line[]> {
  const { viewer } = await creator();
  const campaignId = await liveCampaign(viewer, {});
  const prepared = performance.now();
  await manyPledges(campaignId, PLEDGES, { rewards: { 1: 1 } });
  const pledging = (performance.now() - prepared) / 1000;
  await fetch(`${worldUrl}/_sandbox/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: DAYS }),
  });
  const worker = spawn(process.execPath, APP_PROCESS, {
    env: { ...process.env, ROLE: "worker", NODE_ENV: "production", PORT: String(await freePort()) },
    stdio: "inherit",
  });
  let mb = 0;
  const began = performance.now();
  for (;;) {
    const { collection } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { collection: true } });
    mb = Math.round(mostMb(worker.pid as number));
    if (collection === "CLOSED") break;
    await wait(WAIT_MS);
  }
  const seconds = (performance.now() - began) / 1000;
  worker.kill("SIGKILL");
  const collected = await db.pledge.count({ where: { campaignId, state: "COLLECTED" } });
  const charges = await db.fundingLot.count({ where: { refType: "pledge" } });
  const broken = (await audit()).filter((check) => check.found > 0).map((check) => check.name);
  return [
    { what: `${PLEDGES} pledges written and confirmed`, measured: `${pledging.toFixed(1)} s` },
    {
      what: `${PLEDGES} pledges settled and charged`,
      measured: `${seconds.toFixed(1)} s (${Math.round(PLEDGES / seconds)}/s)`,
      goal: `≤ ${GOAL_SECONDS} s`,
      met: seconds <= GOAL_SECONDS,
    },
    { what: "memory of the process meanwhile", measured: `${mb} MB`, goal: `≤ ${GOAL_MB} MB`, met: mb <= GOAL_MB },
    {
      what: "charges, collected pledges, broken checks",
      measured: `${charges}, ${collected}, ${broken.length > 0 ? broken.join(" ") : "none"}`,
      goal: `${PLEDGES}, ${PLEDGES}, none`,
      met: charges === PLEDGES && collected === PLEDGES && broken.length === 0,
    },
  ];
}
