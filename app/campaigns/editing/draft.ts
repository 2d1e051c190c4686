import { type DraftValues, isList, type ListKey, lists, rootOf, type SectionKey, sections } from "#app/campaigns/editing/brief.ts";
import { yuan } from "#app/form.ts";

/** Working with what was typed, by the names of its inputs. A list's rows are "team[0].name", "team[1].name", … */
const MAX_CHARS = 60_000;
const MAX_FIELDS = 800;

const rowOf = (list: string, name: string) => {
  const match = new RegExp(`^${list}\\[(\\d+)\\](.*)$`).exec(name);
  return match ? { i: Number(match[1]), rest: match[2]! } : null;
};

/** Does an input belong to this section, and when one row is edited by itself, to that row? */
export const inSection = (section: SectionKey, name: string, row?: number) => {
  if (row !== undefined) return name.startsWith(`${section}[${row}].`);
  return (sections.find((s) => s.key === section)!.fields as readonly string[]).includes(rootOf(name));
};

/** Of what was posted, the inputs of this section, bounded. */
export function ofSection(section: SectionKey, posted: DraftValues, row?: number): DraftValues {
  const cut = (text: string) => text.replace(/\r\n?/g, "\n").slice(0, MAX_CHARS);
  const mine = Object.entries(posted).filter(([name]) => name.length <= 80 && inSection(section, name, row));
  return Object.fromEntries(mine.slice(0, MAX_FIELDS).map(([name, v]) => [name, Array.isArray(v) ? v.slice(0, 50).map(cut) : cut(v)]));
}

/** The draft with this section (or this row of it) replaced. A page that showed none of its inputs changes nothing. */
export function withSection(draft: DraftValues, section: SectionKey, typed: DraftValues, row?: number): DraftValues {
  if (Object.keys(typed).length === 0) return draft;
  const kept = Object.entries(draft).filter(([name]) => !inSection(section, name, row));
  return tidy({ ...Object.fromEntries(kept), ...typed });
}

/** How many rows a list has, empty ones included. */
export const countRows = (draft: DraftValues, list: string) =>
  Object.keys(draft).reduce((count, name) => Math.max(count, (rowOf(list, name)?.i ?? -1) + 1), 0);

const isEmptyRow = (draft: DraftValues, list: ListKey, i: number) =>
  lists[list].of.every((field) => String(draft[`${list}[${i}].${field}`] ?? "").trim() === "");

/** Rows that nobody filled close up, so that a complaint's row number is the row that one sees. */
export function tidy(draft: DraftValues): DraftValues {
  let result = draft;
  for (const list of Object.keys(lists) as ListKey[])
    for (let i = countRows(result, list) - 1; i >= 0; i--) if (isEmptyRow(result, list, i)) result = withoutRow(result, list, i);
  return result;
}

export function withoutRow(draft: DraftValues, list: string, row: number): DraftValues {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([name, value]) => {
      const at = rowOf(list, name);
      if (!at || at.i < row) return [[name, value]];
      return at.i === row ? [] : [[`${list}[${at.i - 1}]${at.rest}`, value]];
    }),
  );
}

/** Changes the places of a row and the one before it. */
export function withRowUp(draft: DraftValues, list: string, row: number): DraftValues {
  if (row < 1 || row >= countRows(draft, list)) return draft;
  return Object.fromEntries(
    Object.entries(draft).map(([name, value]) => {
      const at = rowOf(list, name);
      if (at?.i === row) return [`${list}[${row - 1}]${at.rest}`, value];
      if (at?.i === row - 1) return [`${list}[${row}]${at.rest}`, value];
      return [name, value];
    }),
  );
}

const fen = yuan(0n, 10n ** 15n);
/** An amount as typed, for sums shown while one types; what is no amount counts nothing. */
export const typedFen = (text: unknown) => fen.safeParse(String(text ?? "")).data ?? 0n;
/** The goal and what the budget's lines come to, as typed so far. */
export function typedBudget(draft: DraftValues): { goalFen: bigint; sumFen: bigint } {
  const amounts = Object.entries(draft).filter(([name]) => /^budget\[\d+\]\.amount$/.test(name));
  return { goalFen: typedFen(draft.goal), sumFen: amounts.reduce((sum, [, value]) => sum + typedFen(value), 0n) };
}

/** "remove:team:2" and "up:rewards:1": what a button of a list asks for. */
export function rowAct(intent: string): { act: "remove" | "up"; list: ListKey; row: number } | null {
  const match = /^(remove|up):([a-zA-Z]+):(\d{1,2})$/.exec(intent);
  if (!match || !isList(match[2]!)) return null;
  return { act: match[1] as "remove" | "up", list: match[2], row: Number(match[3]) };
}
