// One case in a process of its own, because the product's environment is read once: opens the place, lets the fault happen, asks the oracle.
import fs from "node:fs";
import { performance } from "node:perf_hooks";
import { inspect } from "node:util";
import type { Found } from "./case.ts";
import { cases } from "./cases.ts";
import { openPlace } from "./place.ts";
import { stopTests } from "./vitest.ts";

const [name, template, seed] = process.argv.slice(2) as [string, string, string];
const found = cases.find((one) => one.name === name);
if (!found) throw new Error(`there is no case ${name}`);

// Each request has a connection of its own: one that was kept may be closed by the other side at the moment it is used again.
const request = globalThis.fetch;
globalThis.fetch = (at, init) => {
  const headers = new Headers(init?.headers);
  headers.set("connection", "close");
  return request(at, { ...init, headers });
};

let closing = false;
async function leave(code: number) {
  if (closing) return;
  closing = true;
  const place = await opening;
  // What stands still answers nobody who wants to end it.
  place.thaw();
  await stopTests();
  const opened = (globalThis as { jinchengSingletons?: Map<string, unknown> }).jinchengSingletons;
  if (opened?.has("queue")) await (await import("#app/queue.server.ts")).stopQueue();
  if (opened?.has("db")) await (await import("#app/db.server.ts")).db.$disconnect();
  await place.close();
  process.exit(code);
}
// Whoever stops a run stops the runner, which lets go of this process; without the runner nothing of this stays.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.once("disconnect", () => void leave(1));
const opening = openPlace(template, Number(seed));
if (process.connected === false) void leave(1);
const place = await opening;
// It is being closed already.
if (closing) await new Promise(() => {});
process.on("unhandledRejection", (error) => place.short.push(`unhandled: ${(error as Error)?.stack ?? error}`));
Object.assign(process.env, place.env, { ROLE: "web", LOG_LEVEL: "silent", OWNER_DATABASE_URL: place.postgres.url("faults") });

const result: Found = { figure: "", short: [] };
const began = performance.now();
try {
  const { run } = await found.load();
  result.figure = await run(place);
  const { oracle } = await import("./oracle.ts");
  result.short = [...place.short, ...(await oracle(place))];
} catch (error) {
  // With its causes: of a request that failed, only they say why.
  result.short = [...place.short, inspect(error)];
}
if (result.short.length > 0) {
  const log = fs.existsSync(`${place.dir}/app.log`) ? fs.readFileSync(`${place.dir}/app.log`, "utf8") : "";
  if (log) result.short.push(`the app's last words:\n${log.slice(-1500)}`);
}
process.send?.({ ...result, seconds: (performance.now() - began) / 1000 }, () => void leave(result.short.length > 0 ? 1 : 0));
