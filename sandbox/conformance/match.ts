// Compares an answer with what a case names of it, and says each difference in one line.
import type { Wish } from "#sandbox/conformance/cases.ts";

type Known = Record<string, unknown>;

/** `$name.path` in any text becomes what an earlier step answered; a text that is nothing else becomes the value itself. */
export function fill(value: unknown, known: Known): unknown {
  if (typeof value === "string") {
    const whole = /^\$([a-zA-Z]+(?:\.\w+)*)$/.exec(value);
    if (whole) return look(known, whole[1] as string);
    return value.replace(/\$([a-zA-Z]+(?:\.\w+)*)/g, (_, path: string) => String(look(known, path)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, known));
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, known)]));
}

function look(known: Known, path: string): unknown {
  let at: unknown = known;
  for (const step of path.split(".")) at = (at as Known | undefined)?.[step];
  if (at === undefined) throw new Error(`No earlier step answered $${path}`);
  return at;
}

/** Only what is wished is compared: null is also "absent", a pattern matches text, `Number` any number, a list has as many items. */
export function differences(wished: unknown, actual: unknown, at = ""): string[] {
  const say = (expected: string) => [`${at || "answer"} is ${show(actual)}, expected ${expected}`];
  if (wished instanceof RegExp) return wished.test(String(actual ?? "")) ? [] : say(String(wished));
  if (wished === Number) return typeof actual === "number" ? [] : say("a number");
  if (wished === null) return actual === null || actual === undefined ? [] : say("nothing");
  if (typeof wished !== "object") return wished === actual ? [] : say(show(wished));
  const inside = (key: string) => (at ? `${at}.${key}` : key);
  if (Array.isArray(wished)) {
    if (!Array.isArray(actual) || actual.length !== wished.length) return say(`a list of ${wished.length}`);
    return wished.flatMap((item, i) => differences(item, actual[i], inside(String(i))));
  }
  if (typeof actual !== "object" || actual === null) return say(show(wished));
  return Object.entries(wished as Wish).flatMap(([key, inner]) => differences(inner, (actual as Known)[key], inside(key)));
}

function show(value: unknown) {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** A tree of parameters as the service's form encoding. */
export function encode(tree: Wish, prefix = ""): string[][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = prefix ? `${prefix}[${key}]` : key;
    if (Array.isArray(value) && value.length === 0) return [[name, ""]];
    if (typeof value === "object" && value !== null) return encode(value as Wish, name);
    return [[name, String(value)]];
  });
}
