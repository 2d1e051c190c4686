import { pino } from "pino";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";

/** One line of JSON for each request and each event of the process. Bodies, cookies and queries are never logged: they hold secrets. */
export const log = singleton("log", () => pino({ level: env.LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }));
