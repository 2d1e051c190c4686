import { setFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { keepVersion } from "#app/tasks/bidding/bid-content.server.ts";
import { lockOwnBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** The bidder's answer to 补正: proposal and files only; price, days and plan stay as they were at the close. */
export async function fixBid(viewer: Viewer, bidId: string, form: { proposal: string; files: string[] }): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now, actor } = await lockOwnBid(tx, viewer, bidId);
    if (task.state !== "QUALIFYING" || !bid.fixUntilAt || bid.fixUntilAt <= now) throw new Refusal("wrongState");
    const data = { proposal: form.proposal, version: bid.version + 1, editedAt: now, fixUntilAt: null };
    await moveBid(tx, bid, { verb: "fixBid", to: "SUBMITTED", actor, data }, now);
    await setFiles(tx, viewer, form.files, "bid", bidId);
    await keepVersion(tx, bidId, now);
    const params = { title: task.title, label: bid.label };
    await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.fixed", params, href: `/tasks/${task.id}/qualify` }, now);
  });
}
