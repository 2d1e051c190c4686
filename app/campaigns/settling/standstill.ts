import type { Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { policy } from "#app/campaigns/policy.ts";

/**
 * A campaign that operators stopped is neither settled nor charged. Its deadline may pass meanwhile: then its backers may still leave,
 * operators are reminded, and it does not stand still for longer than a decision about money that came in ever takes. A wallet is only
 * offered when its payment can still go back on that day.
 */
export const standsStill: readonly Moderation[] = ["SUSPENDED", "PURGED"];
export const isStopped = ({ lifecycle, moderation }: { lifecycle: Lifecycle; moderation: Moderation }) =>
  lifecycle === "SETTLING" && standsStill.includes(moderation);
/** When it is cancelled if nobody has decided. */
export const stoppedUntil = (deadlineAt: Date) => new Date(deadlineAt.getTime() + policy.windowMs + policy.decisionMs);
