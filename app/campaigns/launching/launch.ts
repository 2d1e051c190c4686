import { z } from "zod";
import { line, say } from "#app/form.ts";

/** A moment typed as Beijing time. */
export const ScheduleForm = z.strictObject({
  launchAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, say("date"))
    .transform((text) => new Date(`${text}:00+08:00`)),
});
export const CancelForm = z.strictObject({ reason: line(500, 10) });

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, say("date"))
  .transform((text) => new Date(`${text}:00+08:00`));
export const OutageForm = z.strictObject({ fromAt: moment, toAt: moment, reason: line(500, 4) });
