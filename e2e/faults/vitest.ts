import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

type Report = {
  numTotalTests: number;
  testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
};

/** `red`: the tests that said "no"; `broke`: why they could not all be asked. */
type Result = { total: number; red: string[]; broke: string[]; said: string };
const SAID = 3000;

const running = new Set<ChildProcess>();
let stopped = false;
/** Ends the tests that run; none begin any more. */
export async function stopTests(): Promise<void> {
  stopped = true;
  await Promise.all(
    [...running].map((child) => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      return gone;
    }),
  );
}

/** Runs these tests of a tree, with nothing of this environment; answers with what turned red, and what the first of them said. */
export function test(dir: string, files: readonly string[], more: Record<string, string> = {}): Promise<Result> {
  if (stopped) return Promise.reject(new Error("the tests were stopped"));
  const folder = fs.mkdtempSync(path.join(tmpdir(), "jincheng-report-"));
  const out = path.join(folder, "report.json");
  const args = ["node_modules/.bin/vitest", "run", "--config", "remix.config.js", "--reporter=json", `--outputFile.json=${out}`, ...files];
  const { PATH, HOME, TZ } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: dir,
    stdio: "ignore",
    env: { PATH, HOME, TZ, ...more } as unknown as NodeJS.ProcessEnv,
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      running.delete(child);
      const text = fs.existsSync(out) ? fs.readFileSync(out, "utf8") : "";
      fs.rmSync(folder, { recursive: true });
      if (!text) return resolve({ total: 0, red: [], broke: ["the tests could not even begin"], said: "" });
      const report = JSON.parse(text) as Report;
      const failed = report.testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed"));
      const red = failed.map(({ title }) => title);
      const broke = red.length === 0 && code !== 0 ? ["a file of tests broke"] : [];
      resolve({ total: report.numTotalTests, red, broke, said: (failed[0]?.failureMessages[0] ?? "").slice(0, SAID) });
    });
  });
}
