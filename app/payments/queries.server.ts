import { db } from "#app/db.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** What the desk sees of the till. */
export const waitingIntents = () =>
  db.pspIntent.findMany({
    where: { state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN", "PARKED"] } },
    // The oldest first: what is only on its way is young.
    orderBy: { createdAt: "asc" },
    take: 100,
    select: {
      id: true,
      kind: true,
      purpose: true,
      state: true,
      amountFen: true,
      pspId: true,
      lastError: true,
      createdAt: true,
      leaseUntil: true,
      expiresAt: true,
    },
  });

/** One order, as operators see it. */
export const orderById = (id: string) =>
  db.pspIntent.findUnique({ where: { id }, select: { id: true, kind: true, state: true, amountFen: true, lastError: true } });

/** What is wished for a fact and not over: at most one of each purpose. */
export const liveIntents = (on: Pick<Tx, "pspIntent">, refType: string, refId: string) =>
  on.pspIntent.findMany({
    where: { refType, refId, state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN", "PARKED"] } },
    orderBy: { createdAt: "asc" },
    select: { id: true, kind: true, purpose: true, state: true, amountFen: true, endsAt: true, createdAt: true },
  });

export const waitingEvents = () =>
  db.pspInbox.findMany({
    where: { processedAt: null },
    orderBy: { receivedAt: "asc" },
    take: 50,
    select: { eventId: true, type: true, attempts: true, lastError: true, receivedAt: true, dueAt: true },
  });
