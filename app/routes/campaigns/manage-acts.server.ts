import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { type Act, actFor, doAct } from "../acts.server.ts";

type Context = { viewer: Viewer; id: string };
type Acts = Record<string, Act<Context>>;
/** One form of a page. What it gives is where the person stands afterwards: a path, or a query of this page. */
export const act = actFor<Context>();

/** Does what the posted form's intent names, about the thing that the address names, and goes back to `path`. */
export async function actOn({ request, params }: ActionFunctionArgs, key: string, path: (id: string) => string, acts: Acts) {
  const viewer = await requireViewer(request);
  const id = orNotFound(z.uuid().safeParse(params[key]).data);
  const done = await doAct(request, { viewer, id }, acts);
  if (!done.ok) return done.reply;
  const to = typeof done.value === "string" ? done.value : "?done=done";
  return redirect(to.startsWith("/") ? to : `${path(id)}${to}`, 303);
}

export const manageAct = (args: ActionFunctionArgs, page: string, acts: Acts) =>
  actOn(args, "campaignId", (id) => `/campaigns/${id}/manage/${page}`, acts);
