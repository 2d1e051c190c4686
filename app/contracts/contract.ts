import { z } from "zod";
import type { Flow } from "#app/flow.ts";

/** A contract: what both sides sign, and how it lives. Money and work are its milestones' (milestone.ts). */
export type ContractState = "SENT" | "SIGNED" | "ACTIVE" | "PAUSED" | "COMPLETED" | "TERMINATED";
export type Side = "EMPLOYER" | "PROVIDER";
export const roleOf = (side: Side) => (side === "EMPLOYER" ? "employer" : "provider");
export const otherSide = (side: Side): Side => (side === "EMPLOYER" ? "PROVIDER" : "EMPLOYER");

export const contractFlow = {
  sign: { by: ["employer", "provider"], from: "SENT", to: ["SENT", "SIGNED"], at: "signBy" },
  terminateUnstarted: { by: "clock", from: ["SENT", "SIGNED"], to: "TERMINATED", at: "signBy" },
  activate: { by: "stripe", from: "SIGNED", to: "ACTIVE", at: "fundBy" },
  pauseUnfunded: { by: "clock", from: "ACTIVE", to: "PAUSED", at: "fundBy" },
  resume: { by: "stripe", from: "PAUSED", to: "ACTIVE" },
  endContract: { by: ["employer", "provider"], from: ["ACTIVE", "PAUSED"], to: ["ACTIVE", "PAUSED"] },
  complete: { by: "clock", from: ["ACTIVE", "PAUSED"], to: ["COMPLETED", "TERMINATED"] },
} as const satisfies Flow<ContractState>;

export const livingStates: ContractState[] = ["SENT", "SIGNED", "ACTIVE", "PAUSED"];

/**
 * What is signed. Amounts are fen in text so that the canonical form is the same everywhere. Form 2 is a version that a change made: it
 * names the one before it, and its stages by their number.
 */
export type ContractBody = {
  form: 1 | 2;
  version?: number;
  previous?: string;
  scope?: string;
  /** The next stage is paid for when released ones have their invoices. */
  invoiceFirst?: boolean;
  title: string;
  employer: { id: string; name: string };
  provider: { id: string; name: string };
  priceFen: string;
  ipClause: "ASSIGN_ON_RELEASE" | "LICENCE" | "PROVIDER_KEEPS";
  acceptDays: number;
  includedRounds: number;
  stages: { ord?: number; title: string; amountFen: string; days: number; items: string[]; extraRounds?: number }[];
};

/** JSON with sorted keys and no spaces: the text that the version hash is taken of. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object")
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

export const Sign = z.object({ versionHash: z.string().length(64), agree: z.literal("on") }).strict();

/** How one's list of contracts can be narrowed. */
export const contractFilters = ["open", "ended", "all"] as const;
export type ContractFilter = (typeof contractFilters)[number];
