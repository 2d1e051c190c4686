import { redirect } from "@remix-run/node";
import { z } from "zod";
import { creatorRecord } from "#app/campaigns/insight/creator-record.server.ts";
import { refundSpeed } from "#app/campaigns/refunding/refund-speed.server.ts";
import { backerPlaces, recentBackers } from "#app/campaigns/showing/backers.server.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { moneyUse } from "#app/campaigns/showing/money-use.server.ts";
import { countGroupViews } from "#app/campaigns/showing/secret-group.server.ts";
import { countSecretView } from "#app/campaigns/showing/secret-view.server.ts";
import { latestUpdate, talkCounts } from "#app/campaigns/showing/talk.server.ts";
import { env } from "#app/env.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";

/** All that a campaign's page shows. `?secret=` opens a hidden reward. */
export async function readCampaignPage(request: Request, campaignId: string | undefined) {
  const id = orNotFound(z.uuid().safeParse(campaignId).data);
  const secret = new URL(request.url).searchParams.get("secret")?.slice(0, 40) || null;
  const [viewer, now] = await Promise.all([viewerOf(request.headers), appNow()]);
  const page = orNotFound(await campaignPage(viewer, id, now, secret));
  // Never submitted: all there is of it stands in the editor.
  if (page.campaign.title === "" && page.role === "creator") throw redirect(`/campaigns/${id}/edit`);
  const [talk, latest, backers, places, record, own, all, uses] = await Promise.all([
    talkCounts(id),
    latestUpdate(id),
    recentBackers(id),
    backerPlaces(id),
    creatorRecord(page.creator.id),
    refundSpeed(id),
    refundSpeed(null),
    page.campaign.lifecycle === "SUCCESSFUL" ? moneyUse(id) : null,
  ]);
  if (secret && page.role !== "creator") countSecretView(id, secret);
  countGroupViews(page.openSecretIds);
  const more = { talk, latest, backers, places, record, refunds: { own, all }, uses, secret, nowMs: now.getTime(), origin: env.APP_URL };
  return { ...page, ...more, signedIn: viewer !== null };
}
