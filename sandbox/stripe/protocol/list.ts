// Lists: newest first, pages by cursor, filtered by exact fields and by creation time.
import type { SQLInputValue } from "node:sqlite";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { invalid, missing } from "#sandbox/stripe/protocol/error.ts";
import type { Kind, Kinds } from "#sandbox/stripe/protocol/objects.ts";
import type { Range } from "#sandbox/stripe/protocol/params.ts";

export interface Page {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: Range;
  arrival_date?: Range;
}
export interface ApiList<T> {
  object: "list";
  data: T[];
  has_more: boolean;
  url: string;
}
function limitOf({ limit = 10, starting_after, ending_before }: Page): number {
  if (limit < 1 || limit > 100) throw invalid("Limit must be between 1 and 100.", { code: "parameter_invalid_integer", param: "limit" });
  if (starting_after && ending_before)
    throw invalid("Received both starting_after and ending_before parameters. Please pass in only one.", { param: "starting_after" });
  return limit;
}

/** A page of what is kept whole inside of something else, in its own order. */
export function sliceOf<T extends { id: string }>(items: T[], kind: string, url: string, page: Page): ApiList<T> {
  const limit = limitOf(page);
  const backwards = page.ending_before !== undefined;
  const cursor = page.starting_after ?? page.ending_before;
  const at = cursor === undefined ? -1 : items.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && at < 0) throw missing(kind, cursor, backwards ? "ending_before" : "starting_after", 400);
  const rest = backwards ? items.slice(0, at) : items.slice(at + 1);
  return { object: "list", data: backwards ? rest.slice(-limit) : rest.slice(0, limit), has_more: rest.length > limit, url };
}

export type Filters = Record<string, string | string[] | undefined>;

const COMPARE = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

export function listOf<K extends Kind>(
  sandbox: Sandbox,
  kind: K,
  url: string,
  page: Page,
  filters: Filters,
  account = "",
  hidden: Filters = {},
): ApiList<Kinds[K]> {
  const limit = limitOf(page);
  const conditions = ["type = ?", "account = ?"];
  const values: SQLInputValue[] = [kind, account];
  for (const [column, wishes] of Object.entries({ body: filters, hidden }))
    for (const [field, wanted] of Object.entries(wishes)) {
      if (wanted === undefined) continue;
      const all = Array.isArray(wanted) ? wanted : [wanted];
      conditions.push(`${column} ->> '$.${field}' IN (${all.map(() => "?").join(", ")})`);
      values.push(...all);
    }
  for (const field of ["created", "arrival_date"] as const)
    for (const [name, sign] of Object.entries(COMPARE)) {
      const bound = page[field]?.[name as keyof Range];
      if (bound === undefined) continue;
      conditions.push(`body ->> '$.${field}' ${sign} ?`);
      values.push(bound);
    }
  const cursor = page.starting_after ?? page.ending_before;
  const backwards = page.ending_before !== undefined;
  if (cursor !== undefined) {
    const at = sandbox.store.one<{ seq: number }>("SELECT seq FROM object WHERE id = ? AND type = ?", cursor, kind);
    if (!at) throw missing(kind, cursor, backwards ? "ending_before" : "starting_after", 400);
    conditions.push(backwards ? "seq > ?" : "seq < ?");
    values.push(at.seq);
  }
  const rows = sandbox.store.all<{ body: string }>(
    `SELECT body FROM object WHERE ${conditions.join(" AND ")} ORDER BY seq ${backwards ? "ASC" : "DESC"} LIMIT ?`,
    ...values,
    limit + 1,
  );
  const data = rows.slice(0, limit).map((row) => JSON.parse(row.body) as Kinds[K]);
  return { object: "list", data: backwards ? data.reverse() : data, has_more: rows.length > limit, url };
}
