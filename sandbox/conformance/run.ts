// npm run conformance: how far the local sandbox is the payment service, in three parts: the shape of every answer, behaviour case by
// case, and the official package's own reading of notices. With STRIPE_SECRET_KEY=sk_test_… the same cases run against the real test mode.
// `--local` never leaves this machine; a folder of recorded answers is checked besides what this run itself records.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Result, runCases, type Target } from "#sandbox/conformance/behaviour.ts";
import { CASES } from "#sandbox/conformance/cases.ts";
import { checkAnswers, readAnswers } from "#sandbox/conformance/check.ts";
import { openEars, webhookCases } from "#sandbox/conformance/webhook-cases.ts";
import { driveWorld } from "#sandbox/driver.ts";

const LOCAL_KEY = "sk_test_sandbox_local";
const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith("--"));
if (folder && !existsSync(folder)) {
  console.error(`There is no folder ${folder} of recorded answers.`);
  process.exit(1);
}
const own = mkdtempSync(path.join(os.tmpdir(), "conformance-run-"));

const realKey = args.includes("--local") ? undefined : process.env.STRIPE_SECRET_KEY;
const real: Target | undefined =
  realKey?.startsWith("sk_test_") && realKey !== LOCAL_KEY
    ? { name: "test mode", base: "https://api.stripe.com", key: realKey }
    : undefined;

function print(title: string, results: Result[]) {
  const count = (verdict: Result["verdict"]) => results.filter((one) => one.verdict === verdict).length;
  for (const one of results.filter(({ verdict }) => verdict === "mismatch"))
    console.log(`  mismatch     ${one.name}\n${one.differences.map((text) => `               ${text}`).join("\n")}`);
  console.log(`${title.padEnd(28)} ${count("pass")} pass, ${count("mismatch")} mismatch, ${count("unsupported")} unsupported`);
  return count("mismatch");
}

async function sandboxParts() {
  const ears = await openEars();
  const driver = await driveWorld({ ...ears.world, record: own });
  try {
    const target: Target = { name: "sandbox", base: driver.world.url, key: LOCAL_KEY, control: driver.control };
    const results = await runCases(target, CASES);
    return { results, webhooks: await webhookCases(driver, ears) };
  } finally {
    await driver.close();
    await ears.close();
  }
}

const { results, webhooks } = await sandboxParts();
const recorded = [own, ...(folder ? [folder] : [])].map(readAnswers);
rmSync(own, { recursive: true, force: true });
if (recorded.some(({ length }) => length === 0)) {
  console.error("Nothing was recorded: no shape can be compared.");
  process.exit(1);
}
const answers = recorded.flat();
const { problems } = checkAnswers(answers);
for (const problem of problems) console.log(`  mismatch     ${problem}`);
const endpoints = new Set(answers.map((answer) => answer.endpoint)).size;
const bad = new Set(problems.map((problem) => problem.split(":")[0])).size;
console.log(
  `${"shapes, against the types".padEnd(28)} ${answers.length - problems.length} pass, ${problems.length} mismatch, 0 unsupported   (${endpoints} endpoints and events${bad ? `, ${bad} of them wrong` : ""})`,
);
let mismatches = problems.length + print("behaviour, of the sandbox", results);
if (real) {
  const theirs = await runCases(real, CASES, ({ name, verdict }) => console.log(`  ${verdict.padEnd(12)} ${name}`));
  mismatches += print("behaviour, of test mode", theirs);
  const both = theirs.filter((one, i) => one.verdict === "pass" && results[i]?.verdict === "pass").length;
  console.log(
    `parity: ${both} cases behave the same here and there; ${theirs.filter((one) => one.verdict === "unsupported").length} can only be run here.`,
  );
} else
  console.log(
    `${"behaviour, of test mode".padEnd(28)} not run: no STRIPE_SECRET_KEY=sk_test_…; ${CASES.filter((one) => !one.needs).length} of ${CASES.length} cases could run there`,
  );
mismatches += print("notices, by the package", webhooks);
const counted = [...new Set(results.flatMap((one) => one.counted))].sort();
console.log(`refused as not spoken here   ${counted.length}: ${counted.join("; ")}`);
process.exit(mismatches > 0 ? 1 : 0);
