import { z } from "zod";
import { lifecycles } from "#app/campaigns/campaign.ts";

/** How operators narrow the list of campaigns. */
export const attentions = ["openCases", "moderated", "collecting", "overdue"] as const;
export const DeskQuery = z.object({
  q: z.string().trim().max(60).catch(""),
  lifecycle: z.enum(lifecycles).optional().catch(undefined),
  attention: z.enum(attentions).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});
export type DeskQuery = z.output<typeof DeskQuery>;
