import { isOpen, stepUpPolicy } from "#app/people/account/step-up.ts";
import { isCode } from "#app/people/account/step-up-code.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The person types the code of the last letter. A wrong one costs a try, which is kept although the answer is no. */
export async function proveStepUp(viewer: Viewer, typed: string): Promise<void> {
  const { userId } = viewer;
  const left = await transact(async (tx) => {
    await tx.$queryRaw`SELECT "userId" FROM "StepUp" WHERE "userId" = ${userId}::uuid FOR UPDATE`;
    const last = await tx.stepUp.findUnique({ where: { userId } });
    const now = await appNow(tx);
    if (!last || !isOpen(last, now)) return 0;
    const right = isCode(userId, last, typed);
    await tx.stepUp.update({ where: { userId }, data: right ? { provenAt: now } : { tries: { increment: 1 } } });
    return right ? null : stepUpPolicy.tries - last.tries - 1;
  });
  if (left === null) return;
  throw left > 0 ? new Refusal("codeWrong", { left }, "code") : new Refusal("codeOver", {}, "code");
}
