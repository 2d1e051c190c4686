import type { LoaderFunctionArgs } from "@remix-run/node";
import { changesOf } from "#app/campaigns/changing/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";

/** The chain as a file, for whoever wants to keep it or check it with a program of their own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { campaign, links, roots } = orNotFound(await changesOf(await viewerOf(request.headers), params.campaignId ?? ""));
  const file = { format: "jincheng-changes-1", campaignId: campaign.id, title: campaign.title, headHash: campaign.headHash, links, roots };
  return new Response(JSON.stringify(file, null, 1), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="changes-${campaign.id}.json"`,
      "Cache-Control": "private, max-age=0, must-revalidate",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
