import { z } from "zod";
import { type CampaignCategory, categories, type Lifecycle } from "#app/campaigns/campaign.ts";

/** What the campaigns' market can be asked, all of it in the address, so that a list can be shared and come back to. */
export const shows = ["live", "ending", "preview", "funded", "all"] as const;
export type Show = (typeof shows)[number];
export const sorts = ["newest", "ending", "backed", "near"] as const;
export type Sort = (typeof sorts)[number];

/** "Ending soon" begins this long before the deadline. */
export const ENDING_MS = 72 * 3_600_000;
export const PAGE = 24;
/** Up to here the number of found campaigns is exact. */
export const COUNT_UP_TO = 2000;

export const lifecyclesOf: Record<Show, Lifecycle[]> = {
  live: ["LIVE"],
  ending: ["LIVE"],
  preview: ["PRELAUNCH"],
  funded: ["SUCCESSFUL"],
  all: ["PRELAUNCH", "LIVE", "SETTLING", "SUCCESSFUL", "FAILED", "CANCELLED"],
};
/** Orders that mean something for what is shown; the first is the one that a list opens with. */
export const sortsOf: Record<Show, readonly Sort[]> = {
  live: ["newest", "ending", "backed", "near"],
  ending: ["ending", "backed", "near"],
  preview: ["newest"],
  funded: ["newest", "backed"],
  all: ["newest", "backed"],
};

export type Cursor = { value: string; id: string };
export type MarketQuery = { q: string; category: CampaignCategory | ""; show: Show; sort: Sort; after: Cursor | null };

const pick = <T>(schema: z.ZodType<T>, value: string | null): T | null => schema.safeParse(value ?? undefined).data ?? null;

/** Reads an address; what makes no sense in it is left out, never an error. */
export function marketQuery(params: URLSearchParams): MarketQuery {
  const show = pick(z.enum(shows), params.get("show")) ?? "live";
  const sort = pick(z.enum(sorts), params.get("sort"));
  return {
    q: (params.get("q") ?? "").trim().slice(0, 60),
    category: pick(z.enum(categories), params.get("category")) ?? "",
    show,
    sort: sort && sortsOf[show].includes(sort) ? sort : sortsOf[show][0]!,
    after: readCursor(params.get("after")),
  };
}

export const writeCursor = (cursor: Cursor) => `${cursor.value}_${cursor.id}`;
function readCursor(text: string | null): Cursor | null {
  const match = /^(\d{1,18})_([0-9a-f-]{36})$/.exec(text ?? "");
  return match && z.uuid().safeParse(match[2]).success ? { value: match[1]!, id: match[2]! } : null;
}
