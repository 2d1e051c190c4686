import { randomUUID } from "node:crypto";
import { picturesIn, sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { planIsDue, tells, type UpdateForm } from "#app/campaigns/showing/talk.ts";
import { tellReaders } from "#app/campaigns/showing/tell-readers.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";

/**
 * The creator tells how it goes; backers and followers hear of it. Their notices are written before the campaign is locked: there may be
 * thousands, and pledges queue at that row. What the guard then refuses takes them back.
 */
export async function postUpdate(viewer: Viewer, campaignId: string, input: UpdateForm): Promise<{ ord: number }> {
  const id = randomUUID();
  return transact(async (tx) => {
    const seen = await tx.campaign.findUnique({ where: { id: campaignId }, select: { creatorId: true, title: true } });
    if (!seen) throw new Refusal("notFound");
    runnerOf(viewer, seen);
    const { html, text, pictures } = await readBody(tx, viewer, input.body);
    if (text.length < 10) throw new Refusal("updateEmpty", {}, "body");
    const href = `/campaigns/${campaignId}/updates#update-${id}`;
    const params = { title: seen.title, update: input.title };
    const notice = { kind: "campaigns.notice.campaignUpdate", params, href, subject: `update:${id}` } as const;
    await tellReaders(tx, campaignId, input.audience === "BACKERS", notice, await appNow(tx));

    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (!tells.includes(campaign.lifecycle) || campaign.moderation === "PURGED") throw new Refusal("wrongState");
    if (planIsDue(campaign.lifecycle) && !(input.nowText && input.nextText && input.nextDue))
      throw new Refusal("nowAndNext", {}, !input.nowText ? "nowText" : !input.nextText ? "nextText" : "nextDue");
    if (input.nextDue && input.nextDue <= now) throw new Refusal("nextDuePast", {}, "nextDue");
    const last = await tx.campaignUpdate.aggregate({ where: { campaignId }, _max: { ord: true } });
    const ord = (last._max.ord ?? 0) + 1;
    const { title, audience, nowText, nextText, nextDue: nextDueAt } = input;
    await tx.campaignUpdate.create({
      data: { id, campaignId, ord, title, bodyHtml: html, nowText, nextText, nextDueAt, audience, byUserId: viewer.userId, at: now },
    });
    await linkFiles(tx, viewer, [...pictures, ...input.pictures], "campaignUpdate", id);
    await tx.campaign.update({ where: { id: campaignId }, data: { lastUpdateAt: now, cadence: 0 } });
    return { ord };
  });
}

/** What was written, made safe. Pictures stand in it when the writer uploaded them for nothing else, and says what is on them. */
async function readBody(tx: Tx, viewer: Viewer, body: string) {
  const named = picturesIn(body);
  if (named.length > policy.pictures) throw new Refusal("tooManyFiles", { max: policy.pictures }, "body");
  const own = await tx.file.findMany({
    where: { id: { in: named }, ownerId: viewer.userId, links: { none: {} } },
    select: { id: true },
  });
  const written = sanitiseMarkup(
    body,
    own.map(({ id }) => id),
  );
  if (written.nameless > 0) throw new Refusal("picturesUnnamed", { count: written.nameless }, "body");
  return written;
}
