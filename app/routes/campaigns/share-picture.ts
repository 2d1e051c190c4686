import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { sharedCampaign } from "#app/campaigns/showing/share.server.ts";
import { sharePicture } from "#app/campaigns/showing/share-picture.server.ts";
import { orNotFound } from "#app/http.server.ts";

export async function loader({ params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const picture = await sharePicture(orNotFound(await sharedCampaign(id)));
  return new Response(picture as BodyInit, {
    headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=600", "Content-Security-Policy": "default-src 'none'" },
  });
}
