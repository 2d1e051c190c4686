import { partIn } from "#app/campaigns/showing/may-speak.server.ts";
import { type CommentForm, commentHref, tells } from "#app/campaigns/showing/talk.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import { notifyOrg, notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The creator hears of the first word of a while, not of every line. */
const QUIET_MS = 30 * 60_000;
const EXCERPT = 60;

/** A word under a campaign, or the answer to one. Comments lock nothing: they change no state that a pledge waits for. */
export async function postComment(viewer: Viewer, campaignId: string, input: CommentForm): Promise<{ id: string }> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const campaign = await tx.campaign.findUnique({
      where: { id: campaignId },
      select: { id: true, creatorId: true, title: true, lifecycle: true, moderation: true },
    });
    if (!campaign || !isPublic(campaign)) throw new Refusal("notFound");
    const part = await partIn(viewer, campaign, tx);
    if (!part || !tells.includes(campaign.lifecycle)) throw new Refusal("backersOnly");
    const parent = input.parentId
      ? await tx.campaignComment.findFirst({
          where: { id: input.parentId, campaignId, hiddenAt: null },
          select: { id: true, parentId: true, userId: true, updateId: true },
        })
      : null;
    if (input.parentId && !parent) throw new Refusal("notFound");
    const about = input.updateId && !parent ? await tx.campaignUpdate.count({ where: { id: input.updateId, campaignId } }) : 1;
    if (about === 0) throw new Refusal("notFound");
    const updateId = parent ? parent.updateId : (input.updateId ?? null);
    // An answer to an answer stands in the same thread.
    const parentId = parent ? (parent.parentId ?? parent.id) : null;
    const last = await tx.campaignComment.findFirst({ where: { campaignId }, orderBy: { id: "desc" }, select: { at: true } });
    const comment = await tx.campaignComment.create({
      data: { campaignId, userId: viewer.userId, parentId, updateId, text: input.text, at: now },
      select: { id: true },
    });
    const params = { title: campaign.title, name: viewer.name, text: input.text.slice(0, EXCERPT) };
    const href = commentHref(campaignId, comment.id);
    if (parent && parent.userId !== viewer.userId)
      await notifyUsers(tx, [parent.userId], { kind: "campaigns.notice.commentReply", params, href }, now);
    if (part !== "creator" && (!last || now.getTime() - last.at.getTime() > QUIET_MS))
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.newComment", params, href }, now);
    return comment;
  });
}
