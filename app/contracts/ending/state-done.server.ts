import type { z } from "zod";
import { begunStates, type StateDone, splitBy } from "#app/contracts/ending/ending.ts";
import { lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The provider states how much of the stage under way is done, and what that is. */
export async function stateDone(viewer: Viewer, { endingId, percent, statement }: z.output<typeof StateDone>) {
  return transact(async (tx) => {
    const { contract, milestone, ending, now } = await lockEnding(tx, endingId);
    const { actor } = partyOf(viewer, contract, "contract:act", "PROVIDER");
    if (ending.answerBy <= now || !begunStates.includes(milestone.state)) throw new Refusal("wrongState");
    const answerBy = shiftDeadline(new Date(now.getTime() + policy.endingAnswerMs));
    const data = { percent, statement, statedById: viewer.userId, answerBy };
    await moveEnding(tx, ending, { verb: "stateDone", to: "STATED", actor, data, reason: statement }, now);
    const { toProviderFen } = splitBy(restFen(milestone), percent);
    const params = { title: contract.title, percent, toProviderFen: String(toProviderFen), answerByAt: answerBy.toISOString() };
    const notice = { kind: "contracts.notice.endingStated", params, href: `/contracts/${contract.id}#ending` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}
