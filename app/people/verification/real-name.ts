import { z } from "zod";
import type { Flow } from "#app/flow.ts";
import { fileIds, line, say } from "#app/form.ts";

/** A request to be verified: an operator approves it or rejects it with a reason; after a rejection a new one may be made. */
export type RealNameState = "PENDING" | "APPROVED" | "REJECTED";
export const realNameFlow = {
  approve: { by: "operator", from: "PENDING", to: "APPROVED" },
  reject: { by: "operator", from: "PENDING", to: "REJECTED" },
} as const satisfies Flow<RealNameState>;

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** An 18-digit resident identity number: a real date of birth and the check digit of GB 11643 (ISO 7064, MOD 11-2). */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return "10X98765432"[sum % 11] === text[17];
}

const USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** A unified social credit code: 18 signs without I, O, S, V and Z, and the check sign of GB 32100 (MOD 31). */
export function isUscc(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  const sum = USCC_WEIGHTS.reduce((total, weight, i) => total + weight * USCC_SIGNS.indexOf(text[i]!), 0);
  return USCC_SIGNS[(31 - (sum % 31)) % 31] === text[17];
}

const compact = (text: string) => text.replace(/[\s-]/g, "").toUpperCase();
const number = z.string().min(1).max(40).transform(compact);
const shared = { legalName: line(80, 2), files: fileIds(4) };
export const PersonVerificationForm = z.strictObject({ ...shared, idNumber: number.refine(isIdNumber, say("idNumber")) });
export const CompanyVerificationForm = z.strictObject({ ...shared, idNumber: number.refine(isUscc, say("uscc")) });
export const DecisionForm = z
  .strictObject({ decision: z.enum(["approve", "reject"]), reason: z.string().max(500).default("") })
  .refine((form) => form.decision === "approve" || form.reason.length >= 4, { path: ["reason"], ...say("tooShort", { min: 4 }) });
