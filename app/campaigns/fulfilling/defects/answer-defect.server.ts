import type { z } from "zod";
import { type AnswerDefect, restFen } from "#app/campaigns/fulfilling/defects/defect.ts";
import { lockDefect, moveDefect } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { runnerOf } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The creator offers a remedy, or says why there is none. */
export async function answerDefect(viewer: Viewer, { defectId, remedy, amount, answer }: z.output<typeof AnswerDefect>) {
  return transact(async (tx) => {
    const locked = await lockDefect(tx, defectId);
    const { campaign, pledge, now } = locked;
    const actor = runnerOf(viewer, campaign);
    const remedyFen = remedy === "REFUND" ? amount : null;
    const rest = restFen(pledge);
    if (remedyFen !== null && remedyFen > rest) throw new Refusal("overPledge", { restFen: String(rest) }, "amount");
    const decideBy = new Date(now.getTime() + policy.defectDecideMs);
    const data = { remedy, remedyFen, answer, answeredAt: now, decideBy };
    await moveDefect(tx, locked, { verb: "answerDefect", to: "ANSWERED", actor, reason: answer, data }, now);
    const params = { title: campaign.title, decideBy: decideBy.toISOString() };
    await tellPledges(tx, [{ id: pledge.id, userId: pledge.userId, params }], "campaigns.notice.defectAnswered", now);
  });
}
