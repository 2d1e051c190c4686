import { z } from "zod";
import { id, line } from "#app/form.ts";

/** A creator's word to all backers or to those of one reward. */
export const MessageBackers = z
  .object({ rewardId: z.union([z.literal("").transform(() => null), id]).default(null), subject: line(60), text: line(4000, 2) })
  .strict();
