/** What a finished intent means to the business: purpose -> the verbs that its outcome calls, inside the transaction that closes the intent. */
import type { PurposeHandler } from "#app/payments/purpose.ts";

export const purposes: Record<string, PurposeHandler> = {};
