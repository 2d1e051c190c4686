import { db } from "#app/db.server.ts";
import { failIntent } from "#app/payments/apply-outcome.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { ABANDONED_MS, isPage } from "#app/payments/intent.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { appNow } from "#app/transact.server.ts";
import type { IntentState } from "../../generated/prisma/enums.ts";

/** Looks after an intent that nobody came back for. One whose page nobody ever saw cannot be paid: it is over. */
export async function checkIntent(intentId: string, purposes: Purposes): Promise<IntentState> {
  const intent = await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } });
  if (isPage(intent.kind) && !intent.pspId) {
    const since = (intent.expiresAt ?? intent.createdAt).getTime();
    if ((await appNow()).getTime() < since + ABANDONED_MS) return intent.state;
    return failIntent(intentId, "abandoned: the checkout page was never opened", purposes);
  }
  return finalise(intentId, purposes);
}
