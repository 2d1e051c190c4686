import { z } from "zod";

/** What the operators' log is asked for: by whom, what, about which subject, on which days (Beijing's). */
const day = z.iso.date().nullable().catch(null);
const LogQuery = z.object({
  operator: z.uuid().nullable().catch(null),
  act: z
    .string()
    .regex(/^[\w.]{1,60}$/)
    .nullable()
    .catch(null),
  subject: z.string().trim().min(1).max(100).nullable().catch(null),
  from: day,
  to: day,
});
export type LogQuery = z.output<typeof LogQuery>;

export const readLogQuery = (fields: { get(name: string): unknown }): LogQuery =>
  LogQuery.parse(Object.fromEntries(Object.keys(LogQuery.shape).map((name) => [name, fields.get(name) || null])));

/** The same as the query of an address. */
export const logSearch = (query: LogQuery, more: Record<string, string> = {}) =>
  new URLSearchParams({ ...Object.fromEntries(Object.entries(query).filter(([, value]) => value)), ...more } as Record<string, string>);
