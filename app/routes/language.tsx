import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { safePath } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";

const YEAR_SECONDS = 31_536_000;

/** Keeps the chosen language in the browser, and with the person for their mail, and goes back to where they were. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const lang = form.get("lang") === "en" ? "en" : "zh";
  const viewer = await viewerOf(request.headers);
  if (viewer && viewer.locale !== lang) await db.user.update({ where: { id: viewer.userId }, data: { locale: lang } });
  const secure = env.APP_URL.startsWith("https://") ? "; Secure" : "";
  return redirect(safePath(form.get("from")), {
    headers: { "Set-Cookie": `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}` },
  });
}

export const loader = () => redirect("/");
