import { policy } from "#app/campaigns/policy.ts";
import { declineOf } from "#app/payments/intent.ts";

/** When a card is tried, when its holder is reminded, and what a decline means. Every moment is counted from the settlement. */

/** The next attempt after so many: never one whose time has gone by while nobody looked. Null after the last. */
export function nextAttemptAt(settledAt: Date, attempts: number, now: Date): Date | null {
  const at = policy.attemptsMs.slice(attempts).map((ms) => settledAt.getTime() + ms);
  const next = at.find((moment) => moment > now.getTime());
  return next === undefined ? null : new Date(next);
}

/** Reminders of a payment that is to be mended: every 48 hours, then twice shortly before the pledge is dropped. */
export function reminderTimes(settledAt: Date): Date[] {
  const every = Array.from({ length: Math.floor(policy.windowMs / policy.reminderMs) }, (_, i) => (i + 1) * policy.reminderMs);
  const last = policy.lastReminderMs.map((ms) => policy.windowMs - ms);
  return [...new Set([...every, ...last])].sort((a, b) => a - b).map((ms) => new Date(settledAt.getTime() + ms));
}

export type Decline = { state: "ERRORED" | "AUTH_REQUIRED"; code: string; hard: boolean };

/** A card that asks for its holder is never tried blindly again, and one that is lost or closed neither. */
export function meaningOf(error: string): Decline {
  const { code, declineCode } = declineOf(error);
  if (code === "authentication_required" || declineCode === "authentication_required")
    return { state: "AUTH_REQUIRED", code: "authentication_required", hard: false };
  const why = declineCode ?? code;
  const hard = (policy.hardDeclines as readonly string[]).includes(why) || (policy.hardDeclines as readonly string[]).includes(code);
  return { state: "ERRORED", code: why, hard };
}

/** Reasons that have a sentence of their own, never_arrived being ours; any other reads as a refusal of the bank. */
export const declineWords = [
  "authentication_required",
  "insufficient_funds",
  "lost_card",
  "stolen_card",
  "expired_card",
  "incorrect_cvc",
  "processing_error",
  "never_arrived",
  "generic_decline",
] as const;
export type DeclineWord = (typeof declineWords)[number];
export const declineWord = (code: string | null): DeclineWord => declineWords.find((word) => word === code) ?? "generic_decline";
