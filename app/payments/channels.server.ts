import { charges } from "#app/payments/charge-channel.server.ts";
import { readCheckout, readSetup } from "#app/payments/checkout-channel.server.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import { refunds, transfers, type Way } from "#app/payments/remit-channel.server.ts";
import type { IntentKind } from "../../generated/prisma/enums.ts";

/** Each kind of intent and where the channel keeps its object. */
export const ways = { TRANSFER: transfers, REFUND: refunds, CHARGE: charges } as const satisfies Partial<Record<IntentKind, Way>>;
const pages = { CHECKOUT: readCheckout, SETUP: readSetup } as const;

/** Kinds that a worker sends; the others wait for a payer. */
export type SentKind = keyof typeof ways;
export const SENT_KINDS = Object.keys(ways);
export const isSent = (kind: IntentKind): kind is SentKind => kind in ways;

export const readObject = (kind: IntentKind, id: string): Promise<Outcome> => (isSent(kind) ? ways[kind].read(id) : pages[kind](id));
