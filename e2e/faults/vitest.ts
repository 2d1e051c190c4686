import { spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

type Report = {
  numTotalTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
};

type Result = { total: number; red: string[]; said: string };
const SAID = 3000;

/** Runs these tests of a tree, with nothing of this environment; answers with what turned red, and what the first of them said. */
export function test(dir: string, files: readonly string[], more: Record<string, string> = {}): Promise<Result> {
  const out = path.join(fs.mkdtempSync(path.join(tmpdir(), "jincheng-report-")), "report.json");
  const args = ["node_modules/.bin/vitest", "run", "--config", "remix.config.js", "--reporter=json", `--outputFile.json=${out}`, ...files];
  const { PATH, HOME, TZ } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: dir,
    stdio: "ignore",
    env: { PATH, HOME, TZ, ...more } as unknown as NodeJS.ProcessEnv,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => {
      if (!fs.existsSync(out)) return resolve({ total: 0, red: ["the tests could not even begin"], said: "" });
      const report = JSON.parse(fs.readFileSync(out, "utf8")) as Report;
      const failed = report.testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed"));
      const red = failed.map(({ title }) => title);
      if (red.length === 0 && report.numFailedTestSuites > 0) red.push("a file of tests broke");
      resolve({ total: report.numTotalTests, red, said: (failed[0]?.failureMessages[0] ?? "").slice(0, SAID) });
    });
  });
}
