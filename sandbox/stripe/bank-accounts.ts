// Where payouts go: the platform's bank account and each payee's, which a returned payout marks as broken until it is replaced.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { hiddenOf, hide, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";

/** Account numbers that stand for a bank that will send the money back, and what it then says. */
const FAILING: Record<string, PayoutFailure> = {
  "000111111113": "account_closed",
  "000111111116": "no_account",
  "000222222227": "insufficient_funds",
  "000333333335": "debit_not_authorized",
  "000444444440": "invalid_currency",
};
export const PAYOUT_FAILURES = {
  account_closed: "The bank account has been closed.",
  account_frozen: "The bank account has been frozen.",
  bank_account_restricted: "The bank account has restrictions on either the type, or the number, of payouts allowed.",
  could_not_process: "The bank could not process this payout.",
  debit_not_authorized: "Debit transactions are not approved on the bank account.",
  declined: "The bank has declined this payout.",
  insufficient_funds: "The account has insufficient funds to cover the payout.",
  invalid_account_number: "The routing number seems correct, but the account number is invalid.",
  invalid_currency: "The bank was unable to process this payout because of its currency.",
  no_account: "The bank account could not be located.",
} as const;
export type PayoutFailure = keyof typeof PAYOUT_FAILURES;

export const failureOf = (number: string): PayoutFailure | undefined => FAILING[number];

export interface Bank {
  name: string;
  bank: string;
  last4: string;
  failsWith?: PayoutFailure;
}

/** The account's bank account, made when it is first needed; empty `account` is the platform. */
export function bankOf(sandbox: Sandbox, account: string, currency: string): Stripe.BankAccount {
  const known = where(sandbox, "bank_account", "account", account || "platform").at(-1);
  if (known) return known;
  const given = account ? (hiddenOf(sandbox, account) as Partial<Bank>) : { name: "金城", bank: "中国银行", last4: "0001" };
  return addBank(sandbox, account, currency, given);
}

function addBank(sandbox: Sandbox, account: string, currency: string, given: Partial<Bank>) {
  const bank: Stripe.BankAccount = {
    id: newId("ba_"),
    object: "bank_account",
    account: account || "platform",
    account_holder_name: given.name ?? null,
    account_holder_type: null,
    account_type: null,
    available_payout_methods: ["standard"],
    bank_name: given.bank ?? null,
    country: "CN",
    currency,
    default_for_currency: true,
    fingerprint: newId("", 16),
    future_requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
    last4: given.last4 ?? "0000",
    metadata: {},
    requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
    routing_number: null,
    status: "new",
  };
  insert(sandbox, "bank_account", bank, given.failsWith ? { failsWith: given.failsWith } : {}, account);
  return bank;
}

/** The payee named an account: it takes the place of whatever was there. */
export function replaceBank(sandbox: Sandbox, account: string, currency: string, given: Bank) {
  hide(sandbox, account, { ...given, failsWith: given.failsWith ?? null });
  const before = where(sandbox, "bank_account", "account", account).length > 0;
  const bank = addBank(sandbox, account, currency, given);
  if (before) emit(sandbox, "account.external_account.updated", bank, undefined, account);
}

/** Money came back from it: nothing more is sent there. */
export function markErrored(sandbox: Sandbox, bank: Stripe.BankAccount, account: string) {
  if (bank.status === "errored") return;
  const errored = update(sandbox, "bank_account", bank.id, { status: "errored" });
  emit(sandbox, "account.external_account.updated", errored, { status: bank.status }, account);
}
