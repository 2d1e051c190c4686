import { useEffect } from "react";

type Kind = "VIEW" | "VISIT" | "REWARD" | "SHARE";

/** Reports to the campaign's statistics, without waiting for an answer. */
export function reportSeen(campaignId: string, kind: Kind) {
  const form = new FormData();
  form.set("kind", kind);
  navigator.sendBeacon?.(`/campaigns/${campaignId}/seen`, form);
}

/** A page of the campaign was opened: a view each time, a visit once a day and browser. */
export function useSeen(campaignId: string, kind: "VIEW" | "REWARD" = "VIEW") {
  useEffect(() => {
    reportSeen(campaignId, kind);
    if (kind !== "VIEW") return;
    const key = `seen:${campaignId}`;
    const today = new Date().toDateString();
    try {
      if (localStorage.getItem(key) === today) return;
      localStorage.setItem(key, today);
    } catch {
      // A browser that keeps nothing counts as a visit each time.
    }
    reportSeen(campaignId, "VISIT");
  }, [campaignId, kind]);
}
