import { z } from "zod";
import { line } from "#app/form.ts";

/** Something that operators must know of. It lives while its cause is seen; raised again only after it was over. */
export type AlarmKind =
  | "check"
  | "checkFailed"
  | "checksLate"
  | "suspense"
  | "balance"
  | "holdWarn"
  | "holdEnd"
  | "walletHold"
  | "sumWarn"
  | "sumEnd"
  | "sumStuck"
  | "statementLate"
  | "dayUnexplained"
  | "foreignMoney";
export type Cause = { key: string; kind: AlarmKind; params: Record<string, string>; href: string };

export const NoteForm = z.strictObject({ alarmId: z.uuid(), note: line(300, 4) });

/** How the desk's list is cut. */
export const alarmShows = ["open", "acknowledged", "over"] as const;
export type AlarmShow = (typeof alarmShows)[number];
