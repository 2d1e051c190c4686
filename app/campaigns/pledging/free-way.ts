import type { Lifecycle } from "#app/campaigns/campaign.ts";
import type { PledgeState } from "#app/campaigns/pledge.ts";

type Standing = { state: PledgeState; lifecycle: Lifecycle; deadlineAt: Date | null };

/**
 * How a backer whose reward was corrected leaves for nothing, in whatever state the pledge is: by a cancel before the deadline, by leaving
 * after it, or, while the card is being charged, as soon as that charge has ended either way. Null: there is nothing to leave, or everything
 * goes back by itself.
 */
export function freeWay({ state, lifecycle, deadlineAt }: Standing, now: Date): "cancel" | "leave" | "wait" | null {
  if (lifecycle !== "LIVE" && lifecycle !== "SETTLING" && lifecycle !== "SUCCESSFUL") return null;
  if (state === "PLEDGED") return lifecycle === "LIVE" && deadlineAt !== null && now < deadlineAt ? "cancel" : "leave";
  if (state === "CHARGING") return "wait";
  return state === "ERRORED" || state === "AUTH_REQUIRED" || state === "COLLECTED" ? "leave" : null;
}
