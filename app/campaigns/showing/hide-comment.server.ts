import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** An operator takes a comment out of sight, or brings it back; the log keeps who did. */
export async function hideComment(viewer: Viewer, campaignId: string, commentId: string, hide: boolean): Promise<void> {
  await transact(async (tx) => {
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: hide ? "comment.hide" : "comment.show", subject: { type: "comment", id: commentId } }, now);
    const { count } = await tx.campaignComment.updateMany({
      where: { id: commentId, campaignId, hiddenAt: hide ? null : { not: null } },
      data: { hiddenAt: hide ? now : null },
    });
    if (count !== 1) throw new Refusal("notFound");
  });
}
