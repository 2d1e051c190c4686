import type { Json } from "#app/campaigns/changing/chain.ts";

/** What differs between two texts, line by line, as people read it: gone, new, or the same. */
export type DiffLine = { kind: "same" | "gone" | "new"; text: string };
const LONG = 1_500;

/** By the longest common subsequence of lines; beyond a size that nobody reads, all old lines and then all new ones. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [...before.slice(0, start).map(same), ...middle(a, b), ...before.slice(before.length - end).map(same)];
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length > LONG || b.length > LONG)
    return [...a.map((text) => ({ kind: "gone" as const, text })), ...b.map((text) => ({ kind: "new" as const, text }))];
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i]! });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) lines.push({ kind: "gone", text: a[i++]! });
    else lines.push({ kind: "new", text: b[j++]! });
  }
  return lines;
}

/** Unchanged stretches are shortened to the lines next to a change. */
export function nearChanges(lines: readonly DiffLine[], around = 1): (DiffLine | null)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((line) => line.kind !== "same"));
  return lines.flatMap((line, i) => (near[i] ? [line] : i > 0 && near[i - 1] ? [null] : []));
}

export type Leaf = { path: (string | number)[]; key: string; value: null | boolean | number | string };

/** In which order people read what a thing says; the store keeps no order. Whatever isn't named here comes after. */
const reading =
  "title name question answer tagline category kind role about description text priceFen amountFen threshold promise limit perBacker items qty options values promisedAt opensAt closesAt ships customised secret note at url goalFen durationDays endMinute deadlineAt zone firstFen extraFen".split(
    " ",
  );

/** A value as its leaves with where they stand: {rewards: [{title: "灯"}]} is rewards, 1, title = 灯. Rows are counted from 1. */
export function leavesOf(value: Json | undefined, path: (string | number)[] = [], key = ""): Leaf[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [{ path, key, value: value as Leaf["value"] }];
  if (Array.isArray(value)) return value.flatMap((one, i) => leavesOf(one as Json, [...path, i + 1], key));
  return Object.entries(value)
    .sort(([a], [b]) => order(a) - order(b))
    .flatMap(([name, one]) => leavesOf(one as Json, [...path, name], name));
}
const order = (key: string) => (reading.includes(key) ? reading.indexOf(key) : reading.length);

/** The words of markup by block, for people to compare; a picture is its description. */
export const blocksOf = (html: string): string[] =>
  html
    .replace(/<img\b[^>]*\balt="([^"]*)"[^>]*>/gi, "\n[$1]\n")
    .replace(/<(?:\/(?:p|h2|h3|li|blockquote|ul|ol)|br\s*\/?|hr\s*\/?)>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
