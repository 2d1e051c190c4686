import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { en } from "#app/i18n/en.ts";
import { zh } from "#app/i18n/zh.ts";

// No act of an operator goes unlogged: read from the code, so that a new verb cannot forget it.

const app = path.join(import.meta.dirname, "../..");
const files = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|(^|[/.-])fixtures\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(app, name), "utf8") }));
const textOf = (name: string) => files.find((file) => file.name === name)?.text ?? "";
/** By itself, or through the one place where proposals end. */
const logs = (text: string) => /\b(operatorAct|endManual)\(/.test(text);
const writes = (text: string) => /\btransact\(/.test(text) && /\bviewer: Viewer\b/.test(text);

/** How a verb makes sure that an operator asks. */
const ASKS = /\bviewer\.operator\b|\breviewerOf\(|\basOperator\(|\brole: "operator"/;

test("a verb that lets operators do what others may not writes the log", () => {
  const silent = files.filter(({ text }) => ASKS.test(text) && writes(text) && !logs(text)).map(({ name }) => name);
  expect(silent).toEqual([]);
  expect(files.filter(({ text }) => ASKS.test(text) && logs(text)).length).toBeGreaterThan(15);
});

test("each verb that a page of the desk calls writes the log", () => {
  const called = files
    .filter(({ name }) => name.startsWith("routes/desk/"))
    .flatMap(({ name, text }) => [...text.matchAll(/from "#app\/([^"]+\.server\.ts)"/g)].map((found) => ({ page: name, verb: found[1]! })))
    .filter(({ verb }) => writes(textOf(verb)));
  expect(called.filter(({ verb }) => !logs(textOf(verb)))).toEqual([]);
  expect(called.length).toBeGreaterThan(15);
});

test("nothing else writes rows of the log", () => {
  const writers = files.filter(({ text }) => /operatorAct\.create|INSERT INTO "OperatorAct"/.test(text)).map(({ name }) => name);
  expect(writers.sort()).toEqual(["people/desk/make-operator.server.ts", "people/desk/operator-act.server.ts"]);
});

test("every act that is named in the code has a name in both languages", () => {
  const acts = files.flatMap(({ text }) =>
    [...text.matchAll(/\boperatorAct\(\s*tx,\s*viewer,\s*\{\s*act: ([^,]+),/g)].flatMap((found) =>
      [...found[1]!.matchAll(/"([\w.]+)"/g)].map((name) => name[1]!),
    ),
  );
  const nameIn = (logs: object, act: string) => act.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], logs);
  expect(acts.filter((act) => typeof nameIn(zh.desk.logs, act) !== "string" || typeof nameIn(en.desk.logs, act) !== "string")).toEqual([]);
  expect(acts.length).toBeGreaterThan(20);
});
