import type { LoaderFunctionArgs } from "@remix-run/node";
import QRCode from "qrcode";
import { z } from "zod";
import { sharedCampaign } from "#app/campaigns/showing/share.server.ts";
import { env } from "#app/env.server.ts";
import { orNotFound } from "#app/http.server.ts";

/** The campaign's address as a picture that a phone reads. */
export async function loader({ params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const campaign = orNotFound(await sharedCampaign(id));
  const svg = await QRCode.toString(`${env.APP_URL}/campaigns/${campaign.id}`, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return new Response(svg, {
    headers: {
      "Content-Type": "image/svg+xml",
      "Cache-Control": "public, max-age=3600",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
