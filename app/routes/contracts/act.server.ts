import type { z } from "zod";
import type { Viewer } from "#app/people/viewer.ts";

export type Context = { viewer: Viewer; contractId: string };
/** One form of the contract's pages: how it is read, what it does, and where the person stands afterwards (default: the contract). */
export type Act = { schema: z.ZodType; run: (context: Context, input: never) => Promise<unknown> };

export const act = <S extends z.ZodType>(schema: S, run: (context: Context, input: z.output<S>) => Promise<unknown>): Act => ({
  schema,
  run: run as Act["run"],
});
