import { setTimeout as wait } from "node:timers/promises";
import { db } from "#app/db.server.ts";
import { currentRequest } from "#app/request.server.ts";

export type Tx = Parameters<Parameters<typeof db.$transaction>[0]>[0];

const callbacks = new WeakMap<object, (() => void | Promise<void>)[]>();

/** Runs after the commit of `tx`, never when it rolls back. For announcements only: a lost one must do no harm. */
export function afterCommit(tx: Tx, tell: () => void | Promise<void>) {
  callbacks.get(tx)?.push(tell);
}

/** Serialization failure or deadlock: the database asks to try again. The adapter reports some of them without a code. */
function isConflict(e: unknown): boolean {
  const error = e as {
    code?: string;
    name?: string;
    message?: string;
    meta?: { code?: string };
    cause?: { originalCode?: string; kind?: string };
  };
  if (error?.code === "P2034" || error?.cause?.kind === "TransactionWriteConflict") return true;
  const code = error?.meta?.code ?? error?.cause?.originalCode ?? "";
  return code === "40001" || code === "40P01" || /TransactionWriteConflict|deadlock detected/.test(error?.message ?? "");
}

const ATTEMPTS = 5;

/**
 * The only commit of the product: one READ COMMITTED transaction in which a verb locks, guards, moves money, writes state and tells.
 * Conflicts are tried again; everything else is thrown. No network call belongs inside.
 */
export async function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const tell: (() => void | Promise<void>)[] = [];
    try {
      const result = await db.$transaction(
        (tx) => {
          callbacks.set(tx, tell);
          return work(tx);
        },
        { maxWait: 30_000, timeout: 30_000 },
      );
      for (const callback of tell) await Promise.resolve(callback()).catch((e) => console.error("after commit", e));
      return result;
    } catch (e) {
      if (attempt >= ATTEMPTS || !isConflict(e)) throw e;
      await wait(2 ** attempt * (5 + Math.random() * 5));
    }
  }
}

/** One page is of one moment, however many loaders ask for it. */
const moments = new WeakMap<object, Promise<Date>>();

/** The moment by the one clock. In a verb: read once, after the lock. */
export function appNow(on: Pick<Tx, "$queryRaw"> = db): Promise<Date> {
  const context = on === db ? currentRequest() : undefined;
  if (!context?.reads) return readClock(on);
  const moment = moments.get(context) ?? readClock(on);
  moments.set(context, moment);
  return moment;
}

async function readClock(on: Pick<Tx, "$queryRaw">): Promise<Date> {
  const [row] = await on.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
  return row!.now;
}
