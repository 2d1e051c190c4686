import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { openId } from "#app/people/verification/id-box.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Shows an operator the whole identity number of a request that waits for a decision; the log keeps that they looked. */
export async function revealId(viewer: Viewer, requestId: string): Promise<string> {
  return transact(async (tx) => {
    const request = await tx.realNameRequest.findFirst({
      where: { id: requestId, state: "PENDING" },
      select: { orgId: true, idNumber: true },
    });
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "realName.reveal", subject: { type: "organisation", id: request?.orgId ?? requestId } }, now);
    if (!request) throw new Refusal("notFound");
    return openId(request.idNumber, request.orgId);
  });
}
