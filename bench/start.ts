import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import type { Line } from "./measure.ts";

const GOAL_SECONDS = 10;

/** From the launcher's start until it serves, on the production build with an empty town; it is stopped before this resolves. */
async function seconds(state: string) {
  const began = performance.now();
  const launcher = spawn(process.execPath, ["sandbox/start.ts"], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { NODE_ENV: "production", PATH: process.env.PATH, STATE_DIR: state, PORT: "0", SANDBOX_PORT: "0", SEED: "none" },
  });
  const gone = once(launcher, "exit");
  await Promise.race([once(launcher, "message"), gone.then(([code]) => Promise.reject(new Error(`it ended with ${code}`)))]);
  const took = (performance.now() - began) / 1000;
  launcher.kill("SIGTERM");
  await gone;
  return took;
}

/** A first start makes a database; every later one finds it. */
export async function starts(dir: string): Promise<Line[]> {
  const state = path.join(dir, "start");
  fs.mkdirSync(state);
  const first = await seconds(state);
  const again = await seconds(state);
  return [
    { what: "npm start of what is built, into an empty folder", measured: `${first.toFixed(1)} s` },
    {
      what: "the same again",
      measured: `${again.toFixed(1)} s, ${(again / first).toFixed(2)} of the first`,
      goal: `≤ ${GOAL_SECONDS} s`,
      met: again <= GOAL_SECONDS,
    },
  ];
}
