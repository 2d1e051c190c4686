import { createHash, randomUUID } from "node:crypto";
import type { Params } from "#app/payments/intent.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { IntentKind } from "../../generated/prisma/enums.ts";

export type Wish = {
  kind: IntentKind;
  /** The line of purposes.server.ts that its outcome calls. */
  purpose: string;
  refType: string;
  refId: string;
  orgId: string;
  amountFen: bigint;
  params: Omit<Params, "page">;
};

/**
 * Keeps a wish to move money, in the transaction of the verb that decided it; nothing is sent before the commit. One business fact has
 * one live intent: asked again for the same, it answers with the one there is. Transfers and refunds start on their way by a job; a
 * checkout waits for its payer (checkoutUrl).
 */
export async function openIntent(tx: Tx, wish: Wish, now: Date): Promise<{ id: string; fresh: boolean }> {
  const { kind, purpose, refType, refId, orgId, amountFen, params } = wish;
  const paramsHash = hashOf(wish);
  const id = randomUUID();
  const made = await tx.$executeRaw`
    INSERT INTO "PspIntent" (id, kind, purpose, "refType", "refId", "orgId", "amountFen", params, "paramsHash", "createdAt")
    VALUES (${id}::uuid, ${kind}::"IntentKind", ${purpose}, ${refType}, ${refId}::uuid, ${orgId}::uuid, ${amountFen}, ${JSON.stringify(params)}::jsonb, ${paramsHash}, ${now})
    ON CONFLICT (purpose, "refType", "refId") WHERE state <> 'FAILED' DO NOTHING`;
  if (made === 0) {
    const live = await tx.pspIntent.findFirstOrThrow({
      where: { purpose, refType, refId, state: { not: "FAILED" } },
      select: { id: true, paramsHash: true },
    });
    if (live.paramsHash !== paramsHash) throw new Refusal("changedMeanwhile");
    return { id: live.id, fresh: false };
  }
  if (kind !== "CHECKOUT") await enqueue(tx, "send-intent", { intentId: id });
  return { id, fresh: true };
}

const hashOf = ({ kind, orgId, amountFen, params }: Wish) =>
  createHash("sha256")
    .update(
      JSON.stringify([kind, orgId, String(amountFen), params.transferGroup, params.chargeId ?? null, params.destinationOrgId ?? null]),
    )
    .digest("hex");
