import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "#app/env.server.ts";
import type { StepUp } from "#app/people/account/step-up.ts";
import { singleton } from "#app/singleton.server.ts";

const key = () => singleton("step-up-key", () => Buffer.from(hkdfSync("sha256", env.SESSION_SECRET, "jincheng", "step-up code v1", 32)));

/** The six digits of a letter: worked out from it, so that they are kept nowhere. */
export function codeOf(userId: string, { round, sentAt }: Pick<StepUp, "round" | "sentAt">): string {
  const mac = createHmac("sha256", key()).update(`${userId} ${round} ${sentAt.toISOString()}`).digest();
  return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

export function isCode(userId: string, of: StepUp, typed: string): boolean {
  const given = typed.replace(/\s/g, "");
  return /^\d{6}$/.test(given) && timingSafeEqual(Buffer.from(given), Buffer.from(codeOf(userId, of)));
}
