import { transferReversed } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { Returned } from "#app/payments/outcome.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import type { Tx } from "#app/transact.server.ts";
import type { PspIntent } from "../../generated/prisma/client.ts";

/**
 * Parts of a transfer that were pulled back at the channel, each once by its own number: the pay is its payee's here again (movement 10),
 * on a row of its own that is sent again. The caller holds the intent's lock.
 */
export async function recordReturned(tx: Tx, intent: PspIntent, parts: readonly Returned[], purposes: Purposes, now: Date): Promise<void> {
  for (const { reversalId, amountFen } of parts) {
    const { id: intentId, orgId } = intent;
    const [row] = await tx.returnedPay.createManyAndReturn({
      data: [{ reversalId, intentId, orgId, amountFen, createdAt: now }],
      skipDuplicates: true,
      select: { id: true },
    });
    if (!row) continue;
    await post(tx, transferReversed({ key: `transfer-reversed:${reversalId}`, ref: orgId, orgId, amountFen }), now);
    await purposes["send-returned"]?.arrived?.(tx, row.id, now);
  }
}
