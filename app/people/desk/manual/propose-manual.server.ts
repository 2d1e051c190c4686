import { randomUUID } from "node:crypto";
import { guardOwn } from "#app/people/desk/manual/lock-manual.server.ts";
import { EXPIRES_MS, type Proposal } from "#app/people/desk/manual/manual.ts";
import type { Settler } from "#app/people/desk/manual/settler.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** One operator says what should be done and why; nothing moves. Another one decides. */
export async function proposeManual(viewer: Viewer, form: Proposal, settler: Settler): Promise<string> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const now = await appNow(tx);
    const wish = await wishOf(tx, form, settler);
    guardOwn(viewer, wish.orgId);
    // One proposal about one thing at a time; a second waits for the first one's commit here and then makes no row.
    const [made] = await tx.manualAct.createManyAndReturn({
      select: { id: true },
      data: [
        {
          ...wish,
          kind: form.kind,
          reason: form.reason,
          proposedById: viewer.userId,
          proposedAt: now,
          expiresAt: new Date(now.getTime() + EXPIRES_MS),
        },
      ],
      skipDuplicates: true,
    });
    if (!made) throw new Refusal("alreadyProposed");
    const { id } = made;
    const details = { kind: form.kind, act: wish.act, amountFen: String(wish.amountFen) };
    await operatorAct(tx, viewer, { act: "manual.propose", subject: { type: "manualAct", id }, reason: form.reason, details }, now);
    const actor = { userId: viewer.userId, role: "operator" } as const;
    await recordTransition(
      tx,
      { entity: "manualAct", entityId: id, from: null, to: "PROPOSED", verb: "proposeManual", actor, reason: form.reason },
      now,
    );
    const params = { name: viewer.name, amountFen: String(wish.amountFen < 0n ? -wish.amountFen : wish.amountFen) };
    await notifyOperators(tx, { kind: "reconcile.notice.manualProposed", params, href: `/desk/books/manual/${id}` }, now, viewer.userId);
    return id;
  });
}

/** What the act is about, with the amounts that the books and the rooms know. */
async function wishOf(tx: Tx, form: Proposal, settler: Settler) {
  if (form.kind === "SUSPENSE") {
    const amountFen = await inSuspense(tx, form.transactionId);
    if (amountFen === null) throw new Refusal("wrongState");
    const owed = form.act === "partyRefund" ? await settler.owed(tx, form.refId) : null;
    if (form.act === "partyRefund" && (!owed || owed.amountFen !== -amountFen)) throw new Refusal("notOwed", {}, "refId");
    const refId = owed ? form.refId : null;
    return { act: form.act, subject: `suspense:${form.transactionId}`, orgId: owed?.orgId ?? null, refId, amountFen };
  }
  if (form.kind === "ADJUSTMENT") {
    const orgId = form.orgId || null;
    if (orgId && (await tx.organisation.count({ where: { id: orgId } })) === 0) throw new Refusal("notFound", {}, "orgId");
    return { act: form.act, subject: `adjustment:${randomUUID()}`, orgId, refId: null, amountFen: form.amount, reference: form.reference };
  }
  if (form.kind === "REFUND") {
    const owed = await settler.owed(tx, form.refId);
    if (!owed) throw new Refusal("wrongState");
    return { act: "byBank", subject: `refund:${form.refId}`, refId: form.refId, reference: form.reference, ...owed };
  }
  const intent = await tx.pspIntent.findUnique({ where: { id: form.intentId }, select: { state: true, orgId: true, amountFen: true } });
  if (!intent) throw new Refusal("notFound");
  if (intent.state !== "PARKED") throw new Refusal("wrongState");
  return { act: form.act, subject: `intent:${form.intentId}`, orgId: intent.orgId, refId: form.intentId, amountFen: intent.amountFen };
}

/** What a channel transaction put into suspense and still has there, as the channel signed it; null when it is not there. */
export async function inSuspense(tx: Pick<Tx, "$queryRaw">, transactionId: string): Promise<bigint | null> {
  const [line] = await tx.$queryRaw<{ netFen: bigint }[]>`
    SELECT -e."amountFen" AS "netFen" FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id
      JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key = 'suspense:cny'
     WHERE t."idemKey" = ${`unknown:${transactionId}`}
       AND NOT EXISTS (SELECT FROM "LedgerTx" c WHERE c."idemKey" = ${`cleared:${transactionId}`})`;
  return line?.netFen ?? null;
}
