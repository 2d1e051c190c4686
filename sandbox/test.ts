// npm test: every check there is, one after another, each with its time; the last lines name what failed, and count. The faults, which
// mostly wait, run beside the town and its browser and are told when those have ended.
// npm test -- lint vitest   runs only the parts that are named.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Report } from "#sandbox/test-reporter.ts";

/** `why`: each test that failed, with what it said, for whoever sees only the end of a long output. */
type Count = { passed: number; failed: number; why?: string[] };
type Town = { url: string; worldUrl: string };
type Part = { name: string; run: (aside: boolean) => Promise<Count>; beside?: string };
type Ended = { count: Count; seconds: number };
type Spec = { title: string; ok: boolean; tests: { results: { errors: { message: string }[] }[] }[] };
type Suite = { file: string; specs: Spec[]; suites?: Suite[] };
type Journeys = { stats: { expected: number; unexpected: number }; suites: Suite[] };

const work = fs.mkdtempSync(path.join(tmpdir(), "jincheng-npm-test-"));
fs.chmodSync(work, 0o755); // the database runs as another user when this one is root
const record = path.join(work, "stripe");
/** Everything that was started and has not ended. */
const children = new Set<ChildProcess>();
function start(args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}
const node = (args: string[], env: Record<string, string> = {}) =>
  new Promise<number>((resolve) => {
    const child = start(args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.once("exit", (code) => resolve(code ?? 1));
  });
const tool = (name: string, args: string[], env?: Record<string, string>) => node([path.join("node_modules/.bin", name), ...args], env);
const one = (code: number): Count => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

async function vitest(): Promise<Count> {
  const file = path.join(work, "vitest.json");
  const args = ["run", "--config", "remix.config.js", "--reporter=default", "--reporter=./sandbox/test-reporter.ts"];
  // Stopped by a signal, it tidies nothing up: its databases lie where this process does it.
  const code = await tool("vitest", args, { SANDBOX_RECORD: record, TEST_REPORT: file, TMPDIR: work });
  if (!fs.existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed, why } = JSON.parse(fs.readFileSync(file, "utf8")) as Report;
  return { passed, failed: Math.max(failed, code === 0 ? 0 : 1), why };
}

let town: Town | undefined;
const townState = path.join(work, "town");

/** A first start in an empty folder: migrations, the seed, the audit that ends it, and the server. */
function openTown() {
  const child = start(["sandbox/start.ts"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, STATE_DIR: townState, PORT: "0", SANDBOX_RECORD: record },
  });
  return new Promise<Count>((resolve) => {
    child.once("message", (message) => {
      town = message as Town;
      resolve(one(0));
    });
    child.once("exit", () => resolve(one(1)));
  });
}

async function journeys(): Promise<Count> {
  if (!town) return one(1);
  const file = path.join(work, "playwright.json");
  const env = { E2E_URL: town.url, E2E_WORLD_URL: town.worldUrl, E2E_REPORT: file, STATE_DIR: townState };
  const code = await tool("playwright", ["test"], env);
  if (!fs.existsSync(file)) return one(1);
  const { stats, suites } = JSON.parse(fs.readFileSync(file, "utf8")) as Journeys;
  return { passed: stats.expected, failed: Math.max(stats.unexpected, code === 0 ? 0 : 1), why: suites.flatMap(whyNot) };
}

const whyNot = ({ file, specs, suites = [] }: Suite): string[] => [
  ...specs.flatMap(({ ok, title, tests }) => {
    const errors = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message)));
    return ok ? [] : [`e2e/${file} › ${title}\n${errors.join("\n")}`];
  }),
  ...suites.flatMap(whyNot),
];

const audit = async () => (town ? one(await node(["sandbox/audit.ts"], { STATE_DIR: townState })) : one(1));

const said = path.join(work, "beside.txt");

/** Beside another part: what it says is kept until its turn. */
async function faults(aside: boolean): Promise<Count> {
  const out = aside ? fs.openSync(said, "w") : "inherit";
  const child = start(["e2e/faults/run.ts", "--short"], { stdio: ["ignore", out, out] });
  if (out !== "inherit") fs.closeSync(out);
  return new Promise((resolve) => child.once("exit", (code) => resolve(one(code ?? 1))));
}

const RECORDS = ["vitest", "town"];
/** How far the sandbox is the real service; what earlier parts recorded of it is checked besides. */
function conformance() {
  const recorded = chosen.some(({ name }) => RECORDS.includes(name)) ? [record] : [];
  return node(["--disable-warning=ExperimentalWarning", "sandbox/conformance/run.ts", ...recorded, "--local"]);
}

const parts: Part[] = [
  { name: "lint", run: async () => one(await tool("biome", ["check", "--error-on-warnings", "."])) },
  { name: "types", run: async () => one(await tool("tsc", [])) },
  { name: "vitest", run: vitest },
  { name: "town", run: openTown },
  { name: "browser", run: journeys },
  { name: "audit", run: audit },
  { name: "faults", run: faults, beside: "town" },
  { name: "conformance", run: async () => one(await conformance()) },
];
const needs: Record<string, string[]> = { browser: ["town"], audit: ["town"] };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are ${parts.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}
const wanted = new Set(asked.flatMap((name) => [name, ...(needs[name] ?? [])]));

// Stopped by hand: what was started stops too, nothing begins any more, and nothing stays behind. npm sends on what a terminal sent to
// both already: the second one must not end this half-way.
process.on("SIGINT", () => void leave(130));
process.on("SIGTERM", () => void leave(143));

let leaving = false;
async function leave(code: number) {
  if (leaving) return;
  leaving = true;
  const ended = [...children].map((child) => new Promise((resolve) => child.once("exit", resolve)));
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(ended);
  // A database whose owner was killed takes a moment to end.
  await fs.promises.rm(work, { recursive: true, force: true, maxRetries: 50, retryDelay: 20 });
  process.exit(code);
}

const total: Count = { passed: 0, failed: 0 };
const lines: string[] = [];
const failures: string[] = [];
const chosen = parts.filter(({ name }) => wanted.size === 0 || wanted.has(name));
const begun = new Map<string, Promise<Ended>>();
const begin = async ({ run }: Part, aside: boolean): Promise<Ended> => {
  const began = Date.now();
  const count = await run(aside);
  return { count, seconds: (Date.now() - began) / 1000 };
};
for (const part of chosen) {
  const { name } = part;
  for (const other of chosen) if (other.beside === name) begun.set(other.name, begin(other, true));
  console.log(`\n── ${name}`);
  const early = begun.get(name);
  const { count, seconds } = await (early ?? begin(part, false));
  if (leaving) await new Promise(() => {});
  if (early) process.stdout.write(fs.readFileSync(said, "utf8"));
  total.passed += count.passed;
  total.failed += count.failed;
  const times = `${seconds.toFixed(1).padStart(6)} s${early ? ` beside ${part.beside}` : ""}`;
  if (count.failed) failures.push(...(count.why ?? []));
  lines.push(`${count.failed ? "✗" : "✓"} ${name.padEnd(12)} ${times}   ${count.passed} passed, ${count.failed} failed`);
}
for (const failure of failures) console.log(`\n✗ ${failure}`);
console.log(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`);
await leave(total.failed ? 1 : 0);
