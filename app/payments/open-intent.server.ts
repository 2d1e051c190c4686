import { createHash, randomUUID } from "node:crypto";
import { isPage, type Params } from "#app/payments/intent.ts";
import { enqueueAll } from "#app/queue.server.ts";
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

type Opened = { id: string; fresh: boolean };

/**
 * Keeps a wish to move money, in the transaction of the verb that decided it; nothing is sent before the commit. One business fact has
 * one live intent: asked again for the same, it answers with the one there is. Transfers, refunds and charges start on their way by a
 * job, charges in a queue of their own because there may be thousands; a page waits for its payer (checkoutUrl).
 */
export async function openIntent(tx: Tx, wish: Wish, now: Date): Promise<Opened> {
  const [opened] = await openIntents(tx, [wish], now);
  return opened!;
}

/** Many wishes of one kind and purpose, by one statement. */
export async function openIntents(tx: Tx, wishes: readonly Wish[], now: Date): Promise<Opened[]> {
  const rows = wishes.map((wish) => ({ ...wish, id: randomUUID(), amountFen: String(wish.amountFen), paramsHash: hashOf(wish) }));
  const made = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "PspIntent" (id, kind, purpose, "refType", "refId", "orgId", "amountFen", params, "paramsHash", "createdAt")
    SELECT w.id, w.kind::"IntentKind", w.purpose, w."refType", w."refId", w."orgId", w."amountFen", w.params, w."paramsHash", ${now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS w(id uuid, kind text, purpose text, "refType" text, "refId" uuid, "orgId" uuid, "amountFen" bigint, params jsonb, "paramsHash" text)
    ON CONFLICT (purpose, "refType", "refId") WHERE state <> 'FAILED' DO NOTHING RETURNING id`;
  const fresh = new Set(made.map(({ id }) => id));
  const sent = rows.filter(({ id, kind }) => fresh.has(id) && !isPage(kind));
  const jobs = (name: string, some: typeof sent) =>
    enqueueAll(
      tx,
      name,
      some.map(({ id: intentId }) => ({ intentId })),
    );
  await jobs(
    "send-charge",
    sent.filter(({ kind }) => kind === "CHARGE"),
  );
  await jobs(
    "send-intent",
    sent.filter(({ kind }) => kind !== "CHARGE"),
  );
  const opened: Opened[] = [];
  for (const row of rows) opened.push(fresh.has(row.id) ? { id: row.id, fresh: true } : await living(tx, row));
  return opened;
}

/** The intent that the same business fact has already. */
async function living(tx: Tx, { purpose, refType, refId, paramsHash }: Omit<Wish, "amountFen"> & { paramsHash: string }): Promise<Opened> {
  const live = await tx.pspIntent.findFirstOrThrow({
    where: { purpose, refType, refId, state: { not: "FAILED" } },
    select: { id: true, paramsHash: true },
  });
  if (live.paramsHash !== paramsHash) throw new Refusal("changedMeanwhile");
  return { id: live.id, fresh: false };
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
