import { changingDue } from "#app/campaigns/changing/changing-due.server.ts";
import { fulfillingDue } from "#app/campaigns/fulfilling/due.server.ts";
import { launchingDue } from "#app/campaigns/launching/launching-due.server.ts";
import { payingOutDue } from "#app/campaigns/paying-out/due.server.ts";
import { pledgingDue } from "#app/campaigns/pledging/due.server.ts";
import { reviewingDue } from "#app/campaigns/reviewing/reviewing-due.server.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { watchingDue } from "#app/campaigns/watching/due.server.ts";

/** What time does to campaigns, in the order in which one may make the next due. */
export const campaignsDue = {
  ...pledgingDue,
  ...launchingDue,
  ...settlingDue,
  ...payingOutDue,
  ...reviewingDue,
  ...changingDue,
  ...fulfillingDue,
  ...watchingDue,
};
