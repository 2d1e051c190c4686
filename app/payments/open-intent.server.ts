import { createHash, randomUUID } from "node:crypto";
import { isPage, type Params } from "#app/payments/intent.ts";
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
 * one live intent: asked again for the same, it answers with the one there is. Transfers, refunds and charges start on their way by a
 * job, charges in a queue of their own because there may be thousands; a page waits for its payer (checkoutUrl).
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
  if (!isPage(kind)) await enqueue(tx, kind === "CHARGE" ? "send-charge" : "send-intent", { intentId: id });
  return { id, fresh: true };
}

function hashOf({ kind, orgId, amountFen, params }: Wish) {
  const { transferGroup, chargeId = null, destinationOrgId = null, customerId, paymentMethodId, lot, methods } = params;
  const wish = [kind, orgId, String(amountFen), transferGroup, chargeId, destinationOrgId];
  // Appended only where they are: the hashes of wishes without them stay what they were.
  const more = customerId || paymentMethodId || lot ? [customerId, paymentMethodId, lot?.refType, lot?.refId] : [];
  if (methods) more.push(methods.join());
  return createHash("sha256")
    .update(JSON.stringify([...wish, ...more]))
    .digest("hex");
}
