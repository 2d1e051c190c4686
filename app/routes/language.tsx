import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { safePath } from "#app/http.server.ts";
import { chooseLanguage } from "#app/people/account/choose-language.server.ts";
import { languageCookie } from "#app/people/account/language-cookie.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";

/** Keeps the chosen language in the browser, and with the person for their mail, and goes back to where they were. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const lang = form.get("lang") === "en" ? "en" : "zh";
  const viewer = await viewerOf(request.headers);
  if (viewer && viewer.locale !== lang) await chooseLanguage(viewer, lang);
  return redirect(safePath(form.get("from")), { headers: { "Set-Cookie": languageCookie(lang) } });
}

export const loader = () => redirect("/");
