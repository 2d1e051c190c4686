import { policy } from "#app/contracts/policy.ts";
import { toSendFen } from "#app/contracts/settlement/remit.server.ts";
import { lockRemittance } from "#app/contracts/settlement/send-remittance.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { refundReversed, refundSucceeded, transferFailed, transferReversed, transferSucceeded } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { nextTry } from "#app/payments/next-try.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Locked = Awaited<ReturnType<typeof lockRemittance>>;

/** Pay reached the provider's account, or certainly did not; what had reached it may be pulled back, and is sent again. */
export const releaseOutcome: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const locked = await lockRemittance(tx, intent.refId);
    if (locked.row.state !== "SENDING") return;
    await post(tx, transferSucceeded({ key: `transfer:${intent.id}`, ...sumOf(locked) }), now);
    await finish(tx, locked, "contracts.notice.sent", now);
  },
  async failed(tx, intent, error, now) {
    const locked = await lockRemittance(tx, intent.refId);
    const { row } = locked;
    if (row.state === "DONE" && intent.state === "SUCCEEDED") return comesBack(tx, locked, intent.id, now);
    if (row.state !== "SENDING") return;
    await post(tx, transferFailed({ key: `transfer-failed:${intent.id}`, ...sumOf(locked) }), now);
    await tryLater(tx, locked, error, now);
  },
};

/** A refund arrived, or certainly did not; one that arrived may still fail later, and then we owe it again. */
export const refundOutcome: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const locked = await lockRemittance(tx, intent.refId);
    if (locked.row.state !== "SENDING") return;
    await post(tx, refundSucceeded({ key: `refunded:${intent.id}`, ...sumOf(locked) }), now);
    await finish(tx, locked, "contracts.notice.refunded", now);
  },
  async failed(tx, intent, error, now) {
    const locked = await lockRemittance(tx, intent.refId);
    if (locked.row.state === "DONE") await post(tx, refundReversed({ key: `refund-reversed:${intent.id}`, ...sumOf(locked) }), now);
    else if (locked.row.state !== "SENDING") return;
    await tryLater(tx, locked, error, now);
    const { contract, milestone, row } = locked;
    const params = { title: contract.title, stage: milestone.title, amountFen: String(toSendFen(row)) };
    const notice = { kind: "contracts.notice.refundFailed", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
  },
};

const sumOf = ({ row }: Locked) => ({ ref: row.milestoneId, orgId: row.orgId, amountFen: toSendFen(row) });

/** A transfer was reversed: the pay is here again and waits until the account can receive it. */
async function comesBack(tx: Tx, locked: Locked, intentId: string, now: Date) {
  const { contract, milestone, row } = locked;
  await post(tx, transferReversed({ key: `transfer-reversed:${intentId}`, ...sumOf(locked) }), now);
  await tryLater(tx, locked, "transfer_reversed: the transfer came back", now);
  const params = { title: contract.title, stage: milestone.title, amountFen: String(toSendFen(row)) };
  const notice = { kind: "cards.notice.payCameBack", params, href: `/payee?org=${row.orgId}` } as const;
  await notifyOrg(tx, row.orgId, "org:manage", notice, now);
}

/** A sum is where it belongs. */
export async function finish(
  tx: Tx,
  { contract, milestone, row }: Locked,
  kind: "contracts.notice.sent" | "contracts.notice.refunded",
  now: Date,
) {
  await tx.remittance.update({ where: { id: row.id }, data: { state: "DONE", doneAt: now, lastError: null } });
  const params = { title: contract.title, stage: milestone.title, amountFen: String(toSendFen(row)) };
  await notifyOrg(tx, row.orgId, "contract:act", { kind, params, href: `/contracts/${contract.id}` }, now);
  await settleMilestone(tx, contract, milestone.id, now);
  tellContract(tx, contract);
}

/** After a certain failure: again after a growing wait, or when the channel's balance covers it; after the last one operators are told. */
async function tryLater(tx: Tx, { contract, row }: Locked, error: string, now: Date) {
  const { again, tries } = nextTry(row, error, policy.retryMs, now);
  const data = { ...tries, lastError: error.slice(0, 500), doneAt: null };
  if (again) await tx.remittance.update({ where: { id: row.id }, data: { ...data, state: "READY", retryAt: again } });
  else {
    await tx.remittance.update({ where: { id: row.id }, data: { ...data, state: "STUCK", retryAt: null } });
    const params = { title: contract.title, amountFen: String(toSendFen(row)) };
    await notifyOperators(tx, { kind: "contracts.notice.remittanceStuck", params, href: "/desk/disputes" }, now);
  }
  tellContract(tx, contract);
}
