import { balancesOf } from "#app/ledger/balances.server.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { enqueueLook } from "#app/queue.server.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * When a payee's account is read at the channel although no event told of it: soon while money waits for it or somebody is filling in its
 * form, otherwise twice a day. Every row carries its next moment; a verb that lets money wait brings it forward.
 */
const SOON_MS = 10 * 60_000;
const USUAL_MS = 12 * HOUR_MS;
/** Whoever opened the channel's form this lately may be done with it any moment. */
const BEGUN_MS = 48 * HOUR_MS;
const BATCH = 20;

const after = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Sends for the accounts whose moment came; each is put off by the wait for money until it was read. */
export async function sweepPayees(tx: Tx, now: Date): Promise<number> {
  const due = await tx.$queryRaw<{ accountId: string }[]>`
    UPDATE "Payee" SET "lookAt" = ${after(now, SOON_MS)}
     WHERE "orgId" IN (SELECT "orgId" FROM "Payee" WHERE "lookAt" <= ${now} ORDER BY "lookAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING "accountId"`;
  for (const { accountId } of due) await enqueueLook(tx, "read-payee", { accountId }, { key: accountId, seconds: 60 });
  return due.length;
}

/** After an account was read: when it is read again. */
export async function nextLook(tx: Tx, of: { orgId: string; begunAt: Date }, payable: boolean, now: Date): Promise<Date> {
  if (payable) return after(now, USUAL_MS);
  if (of.begunAt.getTime() > now.getTime() - BEGUN_MS) return after(now, SOON_MS);
  const waiting = await balancesOf([`provider:available:${of.orgId}`, `provider:pending:${of.orgId}`], tx);
  return after(now, [...waiting.values()].some((fen) => fen > 0n) ? SOON_MS : USUAL_MS);
}

/** Somebody opens the channel's form. */
export const onboardingBegins = (on: Pick<Tx, "payee">, orgId: string, now: Date) =>
  on.payee.updateMany({ where: { orgId }, data: { begunAt: now, lookAt: after(now, SOON_MS) } });

/** Money waits for an account that cannot receive it: it is looked at soon. */
export const lookSoon = (tx: Tx, orgId: string, now: Date) =>
  tx.payee.updateMany({ where: { orgId, payable: false, lookAt: { gt: after(now, SOON_MS) } }, data: { lookAt: after(now, SOON_MS) } });

/** The channel refused to send to it: whatever is kept of it here may not be true any more. */
export const lookNow = (tx: Tx, orgId: string, now: Date) =>
  tx.payee.updateMany({ where: { orgId, lookAt: { gt: now } }, data: { lookAt: now } });
