import { z } from "zod";

/** What operators see of campaigns' money: what waits for them comes first. */
export const moneyShows = ["deciding", "coming", "settling"] as const;
const one = z.uuid().nullable().default(null).catch(null);
/** `campaign`: the stages of that one only; `after` is the last row of the page before. */
export const DeskMoneyQuery = z.object({ show: z.enum(moneyShows).catch("deciding"), after: one, campaign: one });
export type DeskMoneyQuery = z.output<typeof DeskMoneyQuery>;
