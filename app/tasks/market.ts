import { z } from "zod";
import { isCategory, isGroup } from "#app/tasks/categories.ts";
import { type TaskKind, type TaskState, taskKinds } from "#app/tasks/task.ts";

/** What the market can be asked, all of it in the address, so that a list can be shared and come back to. */
export const sorts = ["newest", "closing", "budget", "quiet"] as const;
export type Sort = (typeof sorts)[number];
export const stages = ["open", "live", "choosing", "done", "all"] as const;
export type Stage = (typeof stages)[number];

/** Which states a stage of the market holds. */
export const statesOf: Record<Stage, TaskState[]> = {
  open: ["OPEN"],
  live: ["QUALIFYING", "LIVE"],
  choosing: ["SELECTION", "AWARD_PENDING"],
  done: ["CONTRACTING", "FAILED", "CANCELLED"],
  all: ["OPEN", "QUALIFYING", "LIVE", "SELECTION", "AWARD_PENDING", "CONTRACTING", "FAILED", "CANCELLED"],
};

export type MarketQuery = {
  q: string;
  category: string;
  min: bigint | null;
  max: bigint | null;
  kind: TaskKind | null;
  stage: Stage;
  days: number | null;
  sort: Sort;
  after: Cursor | null;
};
export type Cursor = { value: string; id: string };

const yuan = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform((text) => BigInt(text) * 100n);
const pick = <T>(schema: z.ZodType<T>, value: string | null): T | null => schema.safeParse(value ?? undefined).data ?? null;

/** Reads an address; what makes no sense in it is left out, never an error. */
export function marketQuery(params: URLSearchParams): MarketQuery {
  const category = params.get("category") ?? "";
  return {
    q: (params.get("q") ?? "").trim().slice(0, 60),
    category: isCategory(category) || isGroup(category) ? category : "",
    min: pick(yuan, params.get("min")),
    max: pick(yuan, params.get("max")),
    kind: pick(z.enum(taskKinds), params.get("kind")),
    stage: pick(z.enum(stages), params.get("stage")) ?? "open",
    days: pick(z.coerce.number().int().min(1).max(30), params.get("days")),
    sort: pick(z.enum(sorts), params.get("sort")) ?? "newest",
    after: readCursor(params.get("after")),
  };
}

export const writeCursor = (cursor: Cursor) => `${cursor.value}_${cursor.id}`;
function readCursor(text: string | null): Cursor | null {
  const match = /^(\d{1,20})_([0-9a-f-]{36})$/.exec(text ?? "");
  return match && z.uuid().safeParse(match[2]).success ? { value: match[1]!, id: match[2]! } : null;
}

/** How many conditions are set, besides the words and the order. */
export const activeFilters = (query: MarketQuery): number =>
  [query.category, query.min !== null, query.max !== null, query.kind, query.stage !== "open", query.days].filter(Boolean).length;
