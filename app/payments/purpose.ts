import type { Tx } from "#app/transact.server.ts";
import type { IntentKind, IntentState } from "../../generated/prisma/enums.ts";

/**
 * What a finished intent means to whoever opened it. The till knows no business: it keeps a purpose and a reference, and the door's
 * table (purposes.server.ts) says which verbs the outcome calls, inside the transaction that closes the intent.
 */
export type Intent = {
  id: string;
  kind: IntentKind;
  purpose: string;
  refType: string;
  refId: string;
  orgId: string;
  amountFen: bigint;
  currency: string;
  /** As it was before this outcome: a refund that comes back was SUCCEEDED. */
  state: IntentState;
};

/** What is certain of a success. CHECKOUT, CHARGE: charge, method and lot; SETUP: the kept card; TRANSFER: transferId; REFUND: refundId. */
export type Facts = {
  chargeId?: string;
  paymentIntentId?: string;
  /** card, alipay, wechat_pay. */
  method?: string;
  /** Equal for equal cards. */
  fingerprint?: string | null;
  lotId?: string;
  transferId?: string;
  refundId?: string;
  /** The kept card: whose, which, and how its holder knows it again. */
  customerId?: string;
  paymentMethodId?: string;
  brand?: string;
  last4?: string;
  expMonth?: number;
  expYear?: number;
};

export type PurposeHandler = {
  succeeded(tx: Tx, intent: Intent, facts: Facts, now: Date): Promise<void>;
  failed(tx: Tx, intent: Intent, error: string, now: Date): Promise<void>;
  /** A part of a transfer came back, which is a row by now: only of the purpose that sends such parts again. */
  arrived?(tx: Tx, returnedId: string, now: Date): Promise<void>;
  /** `succeeded` of many charges at once, where a purpose has thousands of them. */
  succeededTogether?(tx: Tx, all: readonly { intent: Intent; facts: Facts }[], now: Date): Promise<void>;
};
export type Purposes = Readonly<Record<string, PurposeHandler>>;
