import { reroute, toSendFen } from "#app/deposits/money/remit.server.ts";
import { lockRemittance } from "#app/deposits/money/send-remittance.server.ts";
import { tellDeposit } from "#app/deposits/move.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { refundReversed, refundSucceeded, transferFailed, transferReversed, transferSucceeded } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { nextTry } from "#app/payments/next-try.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Locked = Awaited<ReturnType<typeof lockRemittance>>;
const sumOf = ({ row }: Locked) => ({ ref: row.depositId, orgId: row.orgId, amountFen: toSendFen(row) });

/** A transfer out of a deposit reached its receiver's account, or certainly did not. */
export const depositSent: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const locked = await lockRemittance(tx, intent.refId);
    if (locked.row.state !== "SENDING") return;
    await post(tx, transferSucceeded({ key: `transfer:${intent.id}`, ...sumOf(locked) }), now);
    await finish(tx, locked, "sent", now);
  },
  async failed(tx, intent, error, now) {
    const locked = await lockRemittance(tx, intent.refId);
    // What had reached its receiver's account may be pulled back, and waits to be sent again.
    const cameBack = locked.row.state === "DONE" && intent.state === "SUCCEEDED";
    if (!cameBack && locked.row.state !== "SENDING") return;
    if (cameBack) await post(tx, transferReversed({ key: `transfer-reversed:${intent.id}`, ...sumOf(locked) }), now);
    else await post(tx, transferFailed({ key: `transfer-failed:${intent.id}`, ...sumOf(locked) }), now);
    await tryLater(tx, locked, error, now);
    if (cameBack) await tellOwner(tx, locked, "sentCameBack", now);
  },
};

/** A deposit is back with who paid it, or certainly is not; one that arrived may still come back later, and then we owe it again. */
export const depositRefunded: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const locked = await lockRemittance(tx, intent.refId);
    if (locked.row.state !== "SENDING") return;
    await post(tx, refundSucceeded({ key: `refunded:${intent.id}`, ...sumOf(locked) }), now);
    await finish(tx, locked, "refunded", now);
  },
  async failed(tx, intent, error, now) {
    const locked = await lockRemittance(tx, intent.refId);
    const cameBack = locked.row.state === "DONE";
    if (cameBack) await post(tx, refundReversed({ key: `refund-reversed:${intent.id}`, ...sumOf(locked) }), now);
    else if (locked.row.state !== "SENDING") return;
    await tryLater(tx, locked, error, now);
    if (cameBack) await tellOwner(tx, locked, "refundCameBack", now);
  },
};

async function finish(tx: Tx, locked: Locked, what: "sent" | "refunded", now: Date) {
  const { deposit, row } = locked;
  await tx.depositRemittance.update({ where: { id: row.id }, data: { state: "DONE", doneAt: now, lastError: null } });
  await tellOwner(tx, locked, what, now);
  tellDeposit(tx, deposit, row.orgId);
}

async function tellOwner(tx: Tx, { row }: Locked, what: "sent" | "refunded" | "sentCameBack" | "refundCameBack", now: Date) {
  const href = `/${what === "sentCameBack" ? "payee" : "deposit"}?org=${row.orgId}`;
  const notice = { kind: `deposits.notice.${what}` as const, params: { amountFen: String(toSendFen(row)) }, href };
  await notifyOrg(tx, row.orgId, "pay:approve", notice, now);
}

/** After a certain failure: again after a growing wait; after the last one a refund takes the other way, and a transfer waits for an operator. */
async function tryLater(tx: Tx, { deposit, row }: Locked, error: string, now: Date) {
  const { again, tries } = nextTry(row, error, policy.retryMs, now);
  const data = { ...tries, lastError: error.slice(0, 500), doneAt: null };
  const state = again || row.kind === "REFUND" ? ("READY" as const) : ("STUCK" as const);
  const after = await tx.depositRemittance.update({ where: { id: row.id }, data: { ...data, state, retryAt: again } });
  if (!again && row.kind === "REFUND") await reroute(tx, after, now);
  if (state === "STUCK") {
    const notice = { kind: "deposits.notice.stuck", params: { amountFen: String(toSendFen(row)) }, href: "/desk/deposits" } as const;
    await notifyOperators(tx, notice, now);
  }
  tellDeposit(tx, deposit, row.orgId);
}
