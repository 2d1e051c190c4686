import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { followLink } from "#app/campaigns/insight/links.server.ts";
import { rememberReferrer } from "#app/campaigns/insight/referrer-cookie.server.ts";
import { orNotFound } from "#app/http.server.ts";

/** A creator's own link: counts the click, remembers it in the browser and leads to the campaign. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const link = orNotFound(await followLink(params.code ?? ""));
  return redirect(`/campaigns/${link.campaignId}`, {
    headers: { "Set-Cookie": await rememberReferrer(request, link.campaignId, link.id), "Cache-Control": "no-store" },
  });
}
