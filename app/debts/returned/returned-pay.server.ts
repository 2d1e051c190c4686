import { db } from "#app/db.server.ts";
import { policy } from "#app/debts/debt.ts";
import { tellDebts } from "#app/debts/tell.server.ts";
import { transferFailed, transferReversed, transferSucceeded, withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { nextTry } from "#app/payments/next-try.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { mayReceive } from "#app/payments/payees.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import type { ReturnedPay } from "../../../generated/prisma/client.ts";

const toSendFen = ({ amountFen, keptFen }: Pick<ReturnedPay, "amountFen" | "keptFen">) => amountFen - keptFen;
const sumOf = (row: ReturnedPay) => ({ ref: row.orgId, orgId: row.orgId, amountFen: toSendFen(row) });

async function lock(tx: Tx, id: string): Promise<ReturnedPay> {
  await tx.$queryRaw`SELECT id FROM "ReturnedPay" WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.returnedPay.findUniqueOrThrow({ where: { id } });
}

/** The clock: a part of pay that was pulled back repays what its payee owes, and the rest is sent again once the account can receive it. */
export async function sendReturned(id: string): Promise<boolean> {
  return transact(async (tx) => {
    const before = await lock(tx, id);
    const now = await appNow(tx);
    if (before.state !== "READY" || (before.retryAt && before.retryAt > now)) return false;
    const row = await repay(tx, before, now);
    if (row.state === "DONE") return true;
    if (!(await mayReceive(tx, row.orgId, now))) return row.keptFen > before.keptFen;
    const { orgId, attempts } = row;
    const amountFen = toSendFen(row);
    await post(tx, withdrawRequested({ key: `withdraw:${id}:${attempts}`, ref: orgId, providerId: orgId, amountFen }), now);
    // The charge behind it may have nothing left to give: it is drawn on the balance, where it came back to.
    const params = { transferGroup: `returned_${id}`, destinationOrgId: orgId };
    await openIntent(tx, { kind: "TRANSFER", purpose: "send-returned", refType: "returnedPay", refId: id, orgId, amountFen, params }, now);
    await tx.returnedPay.update({ where: { id }, data: { state: "SENDING", retryAt: null } });
    return true;
  });
}

async function repay(tx: Tx, row: ReturnedPay, now: Date): Promise<ReturnedPay> {
  const { id, orgId, attempts, keptFen } = row;
  const pay = { orgId, amountFen: toSendFen(row), key: `repaid:${id}:${attempts}:${keptFen}`, source: "remittance" as const, ref: orgId };
  const part = await repayFromPay(tx, pay, now);
  if (part === 0n) return row;
  const over = part === pay.amountFen ? ({ state: "DONE", doneAt: now, retryAt: null } as const) : {};
  tellDebts(tx, orgId);
  return tx.returnedPay.update({ where: { id }, data: { keptFen: { increment: part }, ...over } });
}

/** A part of pay came back; it reaches its payee again, or certainly does not, and then is tried again. */
export const returnedOutcome: PurposeHandler = {
  async arrived(tx, id, now) {
    const { orgId, amountFen } = await tx.returnedPay.findUniqueOrThrow({ where: { id } });
    const notice = { kind: "cards.notice.partCameBack", params: { amountFen: String(amountFen) }, href: `/payee?org=${orgId}` } as const;
    await notifyOrg(tx, orgId, "org:manage", notice, now);
    await notifyOperators(tx, { ...notice, kind: "cards.notice.deskPartCameBack", href: "/desk/books" }, now);
    tellDebts(tx, orgId);
  },
  async succeeded(tx, intent, _facts, now) {
    const row = await lock(tx, intent.refId);
    if (row.state !== "SENDING") return;
    await post(tx, transferSucceeded({ key: `transfer:${intent.id}`, ...sumOf(row) }), now);
    await tx.returnedPay.update({ where: { id: row.id }, data: { state: "DONE", doneAt: now, lastError: null } });
    tellDebts(tx, row.orgId);
  },
  async failed(tx, intent, error, now) {
    const row = await lock(tx, intent.refId);
    const cameBack = row.state === "DONE" && intent.state === "SUCCEEDED";
    if (!cameBack && row.state !== "SENDING") return;
    if (cameBack) await post(tx, transferReversed({ key: `transfer-reversed:${intent.id}`, ...sumOf(row) }), now);
    else await post(tx, transferFailed({ key: `transfer-failed:${intent.id}`, ...sumOf(row) }), now);
    const { again, tries } = nextTry(row, error, policy.retryMs, now);
    const next = again ? ({ state: "READY", retryAt: again } as const) : ({ state: "STUCK", retryAt: null } as const);
    const data = { ...next, ...tries, lastError: error.slice(0, 500), doneAt: null };
    await tx.returnedPay.update({ where: { id: row.id }, data });
    if (!again) {
      const params = { amountFen: String(toSendFen(row)) };
      await notifyOperators(tx, { kind: "cards.notice.returnedStuck", params, href: "/desk/books" }, now);
    }
    tellDebts(tx, row.orgId);
  },
};

const BATCH = 50;
export const dueReturned = (now: Date) =>
  db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM "ReturnedPay" r
     WHERE r.state = 'READY' AND (r."retryAt" IS NULL OR r."retryAt" <= ${now})
       AND (EXISTS (SELECT FROM "Payee" p WHERE p."orgId" = r."orgId" AND p.payable) OR EXISTS (SELECT FROM "Debt" d WHERE d."orgId" = r."orgId" AND d."closedAt" IS NULL))
     ORDER BY r.id LIMIT ${BATCH}`;
