import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { unfollowCampaign } from "#app/campaigns/launching/unfollow-campaign.server.ts";
import { joinWaitlist, leaveWaitlist } from "#app/campaigns/pledging/waitlist.server.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

const Nothing = z.strictObject({});
const OfReward = z.strictObject({ rewardId: z.uuid() });
type Act = { schema: z.ZodType; run: (viewer: Viewer, campaignId: string, input: never) => Promise<unknown> };
const act = <S extends z.ZodType>(schema: S, run: (viewer: Viewer, campaignId: string, input: z.output<S>) => Promise<unknown>): Act => ({
  schema,
  run: run as Act["run"],
});

/** The small acts of a campaign's page, by the intent that their button posts. */
const acts: Record<string, Act> = {
  follow: act(Nothing, (viewer, id) => followCampaign(viewer, id)),
  unfollow: act(Nothing, (viewer, id) => unfollowCampaign(viewer, id)),
  joinWaitlist: act(OfReward, (viewer, id, { rewardId }) => joinWaitlist(viewer, id, rewardId)),
  leaveWaitlist: act(OfReward, (viewer, id, { rewardId }) => leaveWaitlist(viewer, id, rewardId)),
};

/** A visitor signs in first and comes back to the page. */
export async function actOnCampaign({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const form = await request.formData();
  const intent = String(form.get("intent"));
  const found = Object.hasOwn(acts, intent) ? acts[intent] : undefined;
  if (!found) throw refuse("unreadable");
  const answer = await submitForm(form, found.schema, async (input) => {
    await limit("act", viewer);
    await found.run(viewer, campaignId, input as never);
  });
  const rewardId = form.get("rewardId");
  return answer.ok ? redirect(`/campaigns/${campaignId}${rewardId ? `#reward-${rewardId}` : ""}`) : answer.reply;
}
