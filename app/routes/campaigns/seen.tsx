import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { countCampaign } from "#app/campaigns/insight/count.server.ts";
import { referrerOf } from "#app/campaigns/insight/referrer-cookie.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Refusal } from "#app/refusal.ts";

const Seen = z.object({ kind: z.enum(["VIEW", "VISIT", "REWARD", "SHARE"]) });

/** What a browser saw of a campaign (parts/use-seen.ts). Programs that run no scripts are not counted; a flood from one address is not either. */
export async function action({ request, params }: ActionFunctionArgs) {
  const campaignId = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const form = await request.formData();
  const seen = Seen.safeParse({ kind: form.get("kind") }).data;
  try {
    await limit("seen", null);
    if (seen) countCampaign(campaignId, seen.kind, (await referrerOf(request, campaignId)) ?? "");
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
  }
  return new Response(null, { status: 204 });
}
