import { z } from "zod";
import { checkIntent } from "#app/payments/check-intent.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { resumeIntent } from "#app/payments/resume-intent.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { channelError } from "#app/payments/stripe.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { purposes } from "#app/purposes.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

export const Resolve = z.strictObject({ intentId: z.uuid() });
export const Retry = z.strictObject({ sumId: z.uuid() });
export const Nothing = z.strictObject({});

/** An operator asks the channel about an intent again; what it answers is applied as if the clock had asked. */
export async function resolveIntent(viewer: Viewer, intentId: string): Promise<void> {
  await transact(async (tx) => {
    await operatorAct(tx, viewer, { act: "resolveIntent", subject: { type: "intent", id: intentId } }, await appNow(tx));
    await resumeIntent(tx, intentId);
  });
  if ((await sendIntent(intentId, purposes)) === null) await checkIntent(intentId, purposes);
}

export async function compareNow(viewer: Viewer): Promise<void> {
  await transact(async (tx) => operatorAct(tx, viewer, { act: "compareBalance", subject: { type: "books", id: "psp" } }, await appNow(tx)));
  await compareBalance().catch((error) => {
    if (channelError(error)) throw new Refusal("tillAway");
    throw error;
  });
}
