import { type LockedDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { liveIntents } from "#app/payments/queries.server.ts";
import { enqueue } from "#app/queue.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { DepositPromise } from "../../../generated/prisma/enums.ts";

type Asked = { amountFen: bigint; tierFen: bigint; promises: DepositPromise[] };

/**
 * The wish to pay into a deposit. Asked again for the same it is the same wish, with one page at the till; asked for something else, the
 * earlier page is ended. The caller holds the deposit's lock.
 */
export async function askPayment(tx: Tx, deposit: LockedDeposit, asked: Asked, now: Date): Promise<{ intentId: string }> {
  const waiting = await tx.depositPayment.findFirst({ where: { depositId: deposit.id, state: "WAITING" } });
  const same =
    waiting &&
    waiting.amountFen === asked.amountFen &&
    waiting.tierFen === asked.tierFen &&
    [...waiting.promises].sort().join() === [...asked.promises].sort().join();
  if (waiting && !same) await voidPayments(tx, deposit);
  const payment = same ? waiting : await tx.depositPayment.create({ data: { depositId: deposit.id, ...asked, createdAt: now } });
  const { id: intentId } = await openIntent(
    tx,
    {
      kind: "CHECKOUT",
      purpose: "pay-deposit",
      refType: "depositPayment",
      refId: payment.id,
      orgId: deposit.orgId,
      amountFen: payment.amountFen,
      params: { transferGroup: groupOf(deposit), lot: { refType: "deposit", refId: deposit.id } },
    },
    now,
  );
  return { intentId };
}

export const groupOf = (deposit: { id: string }) => `deposit_${deposit.id}`;

/** What was asked for is not wanted any more: its page ends. A payment that comes in all the same goes straight back. */
export async function voidPayments(tx: Tx, deposit: LockedDeposit): Promise<void> {
  const waiting = await tx.depositPayment.findMany({ where: { depositId: deposit.id, state: "WAITING" }, select: { id: true } });
  for (const { id } of waiting) {
    await tx.depositPayment.update({ where: { id }, data: { state: "VOID" } });
    for (const intent of await liveIntents(tx, "depositPayment", id)) await enqueue(tx, "end-checkout", { intentId: intent.id });
  }
  if (waiting.length > 0) tellDeposit(tx, deposit);
}
