// Holds recorded answers against the official package's own types, with its open enums closed.
// Usage: node sandbox/conformance/check.ts <folder of recorded answers>
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Recorded } from "#sandbox/conformance/record.ts";
import { PREAMBLE, typeOf } from "#sandbox/conformance/types.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface Verdict {
  answers: number;
  problems: string[];
}

export function checkAnswers(answers: Recorded[]): Verdict {
  const problems: string[] = [];
  const lines = PREAMBLE.split("\n");
  const owners: string[] = lines.map(() => "");
  for (const [i, answer] of answers.entries()) {
    const type = typeOf(answer.endpoint, answer.status);
    const name = `${answer.endpoint} ${answer.status}`;
    if (!type) {
      problems.push(`${name}: no type is named for this answer`);
      continue;
    }
    const literal = `const answer${i}: ${type} = ${JSON.stringify(answer.body, null, 1)};`.split("\n");
    lines.push(...literal);
    owners.push(...literal.map(() => name));
  }
  return { answers: answers.length, problems: [...problems, ...compile(lines.join("\n"), owners)] };
}

function compile(source: string, owners: string[]): string[] {
  const dir = mkdtempSync(path.join(os.tmpdir(), "conformance-"));
  try {
    const types = path.join(dir, "stripe");
    cpSync(path.join(ROOT, "node_modules/stripe/esm"), types, {
      recursive: true,
      filter: (file) => file.endsWith(".d.ts") || !path.basename(file).includes("."),
    });
    closeEnums(types);
    writeFileSync(path.join(dir, "answers.ts"), source);
    writeFileSync(path.join(dir, "tsconfig.json"), JSON.stringify({ files: ["answers.ts"], compilerOptions: COMPILER }));
    const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
    const compiler = spawnSync(process.execPath, [tsc, "-p", dir, "--pretty", "false"], { encoding: "utf8" });
    const { stdout, stderr, status, signal } = compiler;
    if (status === 0) return [];
    const errors = stdout.split("\n").filter((line) => /error TS/.test(line));
    // A compiler that broke has compared nothing.
    if (errors.length === 0) throw new Error(`the compiler ended by ${signal ?? status} without a word about types: ${stderr || stdout}`);
    return errors.map((line) =>
      line.replace(
        /^.*answers\.ts\((\d+),\d+\): /,
        (_, n) => `${owners[Number(n) - 1]}: ${source.split("\n")[Number(n) - 1]?.trim()}\n    `,
      ),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const COMPILER = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "Bundler",
  exactOptionalPropertyTypes: false,
  typeRoots: [path.join(ROOT, "node_modules/@types")],
  types: ["node"],
  paths: { stripe: ["./stripe/stripe.esm.node.d.ts"], "stripe-types": ["./stripe/Types.d.ts"] },
};

/** The package leaves its enums open for values of later versions; here only the known values pass. */
function closeEnums(types: string) {
  edit(path.join(types, "shared.d.ts"), /type OtherString = .*/, "type OtherString = never;");
  // A decimal is a string on the wire; the package makes it a number object afterwards.
  edit(path.join(types, "Decimal.d.ts"), /export type Decimal = DecimalImpl & \{[^}]*\};/, "export type Decimal = string;");
}
function edit(file: string, pattern: RegExp, replacement: string) {
  const text = readFileSync(file, "utf8");
  if (!pattern.test(text)) throw new Error(`${path.basename(file)} of the stripe package has changed: ${pattern} is not in it.`);
  writeFileSync(file, text.replace(pattern, replacement));
}

export function readAnswers(dir: string): Recorded[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(dir, name), "utf8")));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const dir = process.argv[2];
  const answers = dir ? readAnswers(dir) : [];
  if (answers.length === 0) {
    console.error(`No recorded answers in ${dir ?? "(name a folder)"}.`);
    process.exit(1);
  }
  const { problems } = checkAnswers(answers);
  for (const problem of problems) console.error(problem);
  const endpoints = new Set(answers.map((answer) => answer.endpoint)).size;
  console.log(`Conformance: ${answers.length} distinct answers of ${endpoints} endpoints and events, ${problems.length} problems.`);
  process.exit(problems.length > 0 ? 1 : 0);
}
