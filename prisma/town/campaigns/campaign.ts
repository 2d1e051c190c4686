import type { Category } from "#app/tasks/categories.ts";
import type { portraits } from "./pictures/portraits.ts";

/** What a campaign of the town is, in the creator's own words; its life is lived in make-campaigns.ts. */

export type Field = "hardware" | "design" | "food" | "culture" | "home" | "outdoors" | "education" | "wellness";
/** How far a campaign has come when the town is ready. */
export type Fate =
  | "draft"
  | "inReview"
  | "changesRequested"
  | "rejected"
  | "approved"
  | "prelaunch"
  | "justBegun"
  | "live"
  | "nearGoal"
  | "overGoal"
  | "endingSoon"
  | "flagged"
  | "frozen"
  | "retrying"
  | "deciding"
  | "survey"
  | "inProduction"
  | "shipping"
  | "delivered"
  | "overdue"
  | "longOverdue"
  | "failed"
  | "failedWallets"
  | "cancelled";

export type TownReward = {
  title: string;
  yuan: number;
  text: string;
  items: string[];
  /** Delivery this many months after the end of the campaign. */
  months: number;
  limit?: number;
  /** Early bird: open for the first days only. */
  windowDays?: number;
  options?: Record<string, string[]>;
  secret?: boolean;
  /** Tax of each unit, beside the price. */
  taxYuan?: number;
  /** Nothing is sent: a workshop, a file, a visit. */
  immaterial?: boolean;
};
/** A reward in one breath. */
export const reward = (
  title: string,
  yuan: number,
  text: string,
  items: string[],
  months: number,
  more: Partial<Pick<TownReward, "limit" | "windowDays" | "options" | "secret" | "taxYuan" | "immaterial">> = {},
): TownReward => ({ title, yuan, text, items, months, ...more });

export type Risks = Record<"technical" | "manufacturing" | "supply" | "compliance" | "money" | "schedule", string>;
export type EvidenceKind = "video" | "photo" | "report" | "sample" | "bom";
/** Days count from the launch. The last three are what every update after success must say. */
export type TownUpdate = { day: number; title: string; text: string; now?: string; next?: string; nextInDays?: number };

export type TownCampaign = {
  key: keyof typeof portraits;
  /** A company of organisations.ts or of creators.ts. */
  creator: string;
  category: Field;
  fate: Fate;
  policy: "saleLike" | "rdRisk";
  title: string;
  tagline: string;
  /** Pictures are named by their view: `<img data-file="row">`. */
  story: string;
  /** What the pictures show, for those who do not see them. */
  alt: Record<"cover" | "row" | "sheet", string>;
  evidence: [kind: EvidenceKind, text: string, daysBefore: number][];
  risks: Risks;
  team: [name: string, role: string, text: string][];
  /** The goal is the sum. The category is what the line would be as a task of the market. */
  budget: [title: string, yuan: number, note: string, category?: Category][];
  perWeek: number;
  durationDays: number;
  faq: [question: string, answer: string][];
  rewards: TownReward[];
  addOns?: [title: string, yuan: number, text: string][];
  stretch?: [yuan: number, promise: string, extraDays: number][];
  /** Yuan to Gansu, to the rest of the country, to remote areas. */
  shipping: [local: number, country: number, remote: number];
  updates?: TownUpdate[];
  comments?: [text: string, answer?: string][];
};

export const goalYuan = ({ budget }: Pick<TownCampaign, "budget">) => budget.reduce((sum, [, yuan]) => sum + yuan, 0);
