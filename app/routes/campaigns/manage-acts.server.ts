import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import type { FormReply } from "#app/form.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

type Context = { viewer: Viewer; id: string };
/** One form of a page: how it is read and what it does. What it gives is where the person stands afterwards: a path, or a query of this page. */
type Act = { schema: z.ZodType; run: (context: Context, input: never) => Promise<unknown> };
export const act = <S extends z.ZodType>(schema: S, run: (context: Context, input: z.output<S>) => Promise<unknown>): Act => ({
  schema,
  run: run as Act["run"],
});

/** Does what the posted form's intent names, about the thing that the address names, and goes back to `path`. */
export async function actOn({ request, params }: ActionFunctionArgs, key: string, path: (id: string) => string, acts: Record<string, Act>) {
  const viewer = await requireViewer(request);
  const id = orNotFound(z.uuid().safeParse(params[key]).data);
  let form: FormData;
  try {
    await limit("act", viewer);
    form = await receiveForm(request, viewer);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return data<FormReply>({ values: {}, errors: {}, refusal: { code: e.code, params: e.params } }, { status: e.status });
  }
  const chosen = acts[String(form.get("intent")).split(":")[0]!];
  if (!chosen) throw refuse("unreadable");
  const done = await submitForm(form, chosen.schema, (input) => chosen.run({ viewer, id }, input as never));
  if (!done.ok) return done.reply;
  const to = typeof done.value === "string" ? done.value : "?done=done";
  return redirect(to.startsWith("/") ? to : `${path(id)}${to}`, 303);
}

export const manageAct = (args: ActionFunctionArgs, page: string, acts: Record<string, Act>) =>
  actOn(args, "campaignId", (id) => `/campaigns/${id}/manage/${page}`, acts);
