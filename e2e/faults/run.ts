// npm run faults: faults on purpose, each in a place of its own (PostgreSQL, channel, app), and what must be true afterwards.
// npm run faults -- crash 18     runs the named cases (names or numbers)
// npm run faults -- --short      the short version, part of npm test
// npm run faults -- --seed=7     where chance begins; the seed of a run is printed
// Cases without figures of time share the machine, two at once; the others then have it alone.
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Case, Found } from "./case.ts";
import { cases } from "./cases.ts";
import { makeTemplate } from "./place.ts";

type Result = Found & { seconds: number };
const args = process.argv.slice(2);
const asked = args.filter((arg) => !arg.startsWith("--"));
const short = args.includes("--short");
const seed = Number(args.find((arg) => arg.startsWith("--seed="))?.slice(7) ?? randomInt(1_000_000));
const isAsked = ({ name, numbers }: Case, word: string) => word === name || numbers.includes(Number(word));
const unknown = asked.filter((word) => !cases.some((one) => isAsked(one, word)));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are ${cases.map(({ name, numbers }) => `${numbers.join("/")} ${name}`).join(", ")}`);
  process.exit(1);
}
const chosen = cases.filter((one) => (asked.length > 0 ? asked.some((word) => isAsked(one, word)) : !short || one.short));

const work = fs.mkdtempSync(path.join(tmpdir(), "jincheng-faults-template-"));
fs.chmodSync(work, 0o755);
const running = new Set<ChildProcess>();
let left = false;
let stopping = false;
function leave(code: number) {
  if (left) return;
  left = true;
  fs.rmSync(work, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    if (running.size === 0) return leave(130);
    for (const child of running) {
      child.once("exit", () => running.size === 0 && leave(130));
      if (child.connected) child.disconnect();
    }
  });

function runCase(name: string, template: string): Promise<Result> {
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--disable-warning=DeprecationWarning",
      path.join(import.meta.dirname, "one.ts"),
      name,
      template,
      String(seed),
    ],
    {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  running.add(child);
  let result: Result | undefined;
  child.once("message", (message) => {
    result = message as Result;
  });
  return new Promise((resolve) =>
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve(result ?? { figure: "", short: [`the case ended without a result (${signal ?? code})`], seconds: 0 });
    }),
  );
}

console.log(`seed ${seed}`);
const began = performance.now();
const template = path.join(work, "pg");
await makeTemplate(template);
let fallen = 0;
async function tell(one: Case) {
  const { figure, short: missing, seconds } = await runCase(one.name, template);
  if (left || stopping) return;
  const holds = missing.length === 0;
  if (!holds) fallen++;
  const numbers = one.numbers.filter((n) => n > 0).join("/");
  console.log(
    `${holds ? "✓" : "✗"} ${numbers.padStart(5)} ${one.name.padEnd(17)} ${seconds.toFixed(1).padStart(6)} s  ${one.what}\n` +
      `${"".padEnd(35)}${figure || "no figure"} · must show: ${one.mustShow} · ${holds ? "holds" : "FALLS SHORT"}`,
  );
  for (const line of missing) console.log(`${"".padEnd(35)}→ ${line.replaceAll("\n", `\n${"".padEnd(37)}`)}`);
}
const runAll = async (line: Case[]) => {
  for (let one = line.shift(); one && !stopping; one = line.shift()) await tell(one);
};
// The longest begin first, so that both lines end together.
const shared = chosen.filter((one) => !one.alone).sort((a, b) => Number(b.long ?? false) - Number(a.long ?? false));
await Promise.all([runAll(shared), runAll(shared)]);
await runAll(chosen.filter((one) => one.alone));
const minutes = (performance.now() - began) / 60_000;
console.log(`\n${chosen.length - fallen} hold, ${fallen} fall short · ${minutes.toFixed(1)} min · seed ${seed}`);
leave(fallen > 0 ? 1 : 0);
