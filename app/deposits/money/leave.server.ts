import { frozenFen } from "#app/deposits/card-disputes/frozen.server.ts";
import { heldFen, purseOf } from "#app/deposits/deposit.ts";
import { remit } from "#app/deposits/money/remit.server.ts";
import type { LockedDeposit } from "#app/deposits/move.server.ts";
import { depositForfeited, depositReturned } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** The two ways out of a deposit: back to who paid it, and on to whom its promise protected. The caller holds the deposit's lock. */

export async function returnMoney(tx: Tx, deposit: LockedDeposit, amountFen: bigint, now: Date): Promise<void> {
  if (amountFen === 0n) return;
  const before = await take(tx, deposit, { returnedFen: amountFen });
  await goBack(tx, deposit, { amountFen, key: `deposit-back:${deposit.id}:${before.returnedFen}`, lotId: null }, now);
}

/** A payment that nothing here wanted goes back as it came: it counts as paid and as returned at once. */
export async function returnPayment(tx: Tx, deposit: LockedDeposit, amountFen: bigint, lotId: string, now: Date): Promise<void> {
  const both = { paidFen: { increment: amountFen }, returnedFen: { increment: amountFen } };
  await tx.deposit.update({ where: { id: deposit.id }, data: both });
  await goBack(tx, deposit, { amountFen, key: `deposit-late:${lotId}`, lotId }, now);
}

type Back = { amountFen: bigint; key: string; lotId: string | null };
async function goBack(tx: Tx, { id: depositId, kind, orgId }: LockedDeposit, { amountFen, key, lotId }: Back, now: Date) {
  await post(tx, depositReturned({ key, purse: purseOf(kind), depositId, orgId, amountFen }), now);
  for (const part of await takeFromLots(tx, "deposit", depositId, amountFen, "refund", lotId))
    await remit(tx, { depositId, cause: "RETURN", kind: "REFUND", orgId }, part, now);
}

export type Beneficiary = { orgId: string; amountFen: bigint };

/** Sums of nothing are no shares: a bond of a few fen among many. */
export async function forfeitMoney(tx: Tx, deposit: LockedDeposit, to: readonly Beneficiary[], now: Date): Promise<void> {
  const shares = to.filter(({ amountFen }) => amountFen > 0n);
  if (shares.length === 0) return;
  // Of a provider's deposit nothing is granted that its card's bank may be taking; of a bond the share waits for the bank.
  const free = heldFen(deposit) - (deposit.kind === "PROVIDER" ? await frozenFen(tx, deposit) : 0n);
  const wanted = shares.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  if (wanted > free && wanted <= heldFen(deposit)) throw new Refusal("depositFrozen", { freeFen: String(free) }, "amount");
  const before = await take(tx, deposit, { forfeitedFen: wanted });
  const { id: depositId } = deposit;
  const parts = [];
  for (const { orgId, amountFen } of shares)
    for (const part of await takeFromLots(tx, "deposit", depositId, amountFen, "transfer")) parts.push({ orgId, part });
  const entries = parts.map(({ orgId, part }) => ({ orgId, amountFen: part.amountFen, usable: part.available }));
  const key = `deposit-forfeit:${depositId}:${before.forfeitedFen}`;
  await post(tx, depositForfeited({ key, purse: purseOf(deposit.kind), depositId, shares: entries }), now);
  for (const { orgId, part } of parts) await remit(tx, { depositId, cause: "FORFEIT", kind: "TRANSFER", orgId }, part, now);
}

/** Never more than is here. Gives the sums as they were before: they make the movement's key. */
async function take(tx: Tx, deposit: LockedDeposit, out: { returnedFen: bigint } | { forfeitedFen: bigint }) {
  const before = await tx.deposit.findUniqueOrThrow({
    where: { id: deposit.id },
    select: { paidFen: true, returnedFen: true, forfeitedFen: true, chargedBackFen: true },
  });
  const [name, fen] = Object.entries(out)[0] as ["returnedFen" | "forfeitedFen", bigint];
  if (fen > heldFen(before)) throw new Refusal("depositShort", { heldFen: String(heldFen(before)) }, "amount");
  await tx.deposit.update({ where: { id: deposit.id }, data: { [name]: { increment: fen } } });
  return before;
}
