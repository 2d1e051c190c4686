import type { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { refusalReply, refuse, submitForm } from "#app/http.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** One form of a page: how it is read and what it does, about the thing that its context names. */
export type Act<C> = { schema: z.ZodType; run: (context: C, input: never) => Promise<unknown> };
/** act = actFor<Context>() writes such rows with their types. */
export const actFor =
  <C>() =>
  <S extends z.ZodType>(schema: S, run: (context: C, input: z.output<S>) => Promise<unknown>): Act<C> => ({
    schema,
    run: run as Act<C>["run"],
  });

/** Does what the posted form's intent names. A form about one of several things adds its id behind a colon. */
export async function doAct<C extends { viewer: Viewer }>(request: Request, context: C, acts: Record<string, Act<C>>) {
  let form: FormData;
  try {
    await limit("act", context.viewer);
    form = await receiveForm(request, context.viewer);
  } catch (e) {
    return { ok: false as const, reply: refusalReply(e, {}) };
  }
  const chosen = acts[String(form.get("intent")).split(":")[0]!];
  if (!chosen) throw refuse("unreadable");
  return submitForm(form, chosen.schema, (input) => chosen.run(context, input as never));
}
