// What payers, banks and payees do of their own accord, done on request.
import { type Acts, choice, type Fields, isOn, number, type Visit, Wrong } from "#sandbox/control/visit.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { completeOnboarding, restrictAccount } from "#sandbox/stripe/accounts.ts";
import { addToBalance } from "#sandbox/stripe/balance.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { PAYOUT_FAILURES, type PayoutFailure } from "#sandbox/stripe/bank-accounts.ts";
import type { LateWallets } from "#sandbox/stripe/checkout-payment.ts";
import { DISPUTE_FEES, type DisputeFees, type DisputeReason, decide, openDispute } from "#sandbox/stripe/disputes.ts";
import { failPayout, payOutAll } from "#sandbox/stripe/payouts.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get } from "#sandbox/stripe/protocol/objects.ts";
import { bounce } from "#sandbox/stripe/refunds.ts";

const REASONS = ["fraudulent", "product_not_received", "product_unacceptable", "duplicate", "unrecognized", "general"] as const;

const LINES = ["adjustment", "charge", "refund", "refund_failure", "transfer", "transfer_refund"] as const;

/** The charge that is named, or that its payment came to. */
function chargeOf({ sandbox, fields }: Visit) {
  const { charge, payment_intent: payment } = fields;
  if (!charge && !payment) throw new Wrong('Say which charge, as in {"charge":"ch_…"} or {"payment_intent":"pi_…"}');
  const id = charge ? String(charge) : String(get(sandbox, "payment_intent", String(payment)).latest_charge);
  return get(sandbox, "charge", id);
}

function latestPayout(sandbox: Sandbox, fields: Fields) {
  const account = String(fields.account ?? "");
  const last = listOf(sandbox, "payout", "", { limit: 1 }, {}, account).data[0];
  if (!last) throw new Wrong('Say which payout, as in {"payout":"po_…"} or {"account":"acct_…"}');
  return last.id;
}

export const moneyActs: Acts = {
  "POST /_sandbox/wallets"({ sandbox, fields }) {
    const late: LateWallets = { delayMs: number(fields.delayMs, 0), fails: isOn(fields.fails) };
    sandbox.store.set("lateWallets", late);
    return late;
  },
  "POST /_sandbox/accounts/onboard"({ sandbox, fields }) {
    sandbox.store.write(() => completeOnboarding(sandbox, String(fields.account), { name: "测试收款人", bank: "中国银行", last4: "1234" }));
    return { account: String(fields.account), status: "active" };
  },
  "POST /_sandbox/accounts/restrict"({ sandbox, fields }) {
    sandbox.store.write(() => restrictAccount(sandbox, String(fields.account)));
    return { account: String(fields.account), status: "restricted" };
  },
  "POST /_sandbox/refunds/fail"({ sandbox, fields }) {
    sandbox.store.write(() => bounce(sandbox, String(fields.refund)));
    return { refund: String(fields.refund), status: "failed" };
  },
  "POST /_sandbox/payout.make"({ sandbox, fields }) {
    const account = String(fields.account ?? "");
    const made = sandbox.store.write(() => payOutAll(sandbox, account, String(fields.currency ?? "cny")));
    if (!made) throw new Wrong(`Nothing is available on ${account || "the platform"}.`);
    return made;
  },
  "POST /_sandbox/payout.fail"({ sandbox, fields }) {
    const code = choice(fields.code, Object.keys(PAYOUT_FAILURES) as PayoutFailure[], "could_not_process");
    return sandbox.store.write(() => failPayout(sandbox, String(fields.payout ?? latestPayout(sandbox, fields)), code));
  },
  /** A movement of the service's own accord: a line of any type and source; `unlisted`: the balance alone, as no service should. */
  "POST /_sandbox/line"({ sandbox, fields }) {
    const amount = Number(fields.amount);
    if (!Number.isSafeInteger(amount) || amount === 0) throw new Wrong('Say how much, as in {"amount":-500,"source":"ch_…"}');
    return sandbox.store.write((): object => {
      if (isOn(fields.unlisted)) {
        addToBalance(sandbox, "", "cny", { available: amount, pending: 0 });
        return { unlisted: amount };
      }
      const type = choice(fields.type, LINES, "adjustment");
      return record(sandbox, { type, amount, currency: "cny", source: String(fields.source) });
    });
  },
  "POST /_sandbox/transfers"({ sandbox, fields }) {
    sandbox.store.set("transfersAllowed", isOn(fields.allowed));
    return { allowed: isOn(fields.allowed) };
  },
  "POST /_sandbox/payouts"({ sandbox, fields }) {
    sandbox.store.set("dailyPayouts", isOn(fields.daily));
    return { daily: isOn(fields.daily) };
  },
  "POST /_sandbox/dispute.open"(visit) {
    const { sandbox, fields } = visit;
    const reason: DisputeReason = choice(fields.reason, REASONS, "fraudulent");
    const amount = fields.amount === undefined || fields.amount === "" ? undefined : number(fields.amount, 0);
    return sandbox.store.write(() => openDispute(sandbox, chargeOf(visit), { reason, inquiry: isOn(fields.inquiry), amount }));
  },
  "POST /_sandbox/dispute.decide"({ sandbox, fields }) {
    const outcome = choice(fields.outcome, ["won", "lost", "escalated"] as const);
    const id = String(fields.dispute ?? "");
    if (!find(sandbox, "dispute", id)) throw new Wrong(`No such dispute: ${id}`);
    return sandbox.store.write(() => decide(sandbox, id, outcome));
  },
  "POST /_sandbox/dispute.fees"({ sandbox, fields }) {
    const fees: DisputeFees = { fee: number(fields.fee, DISPUTE_FEES.fee), returned: isOn(fields.returned) };
    sandbox.store.set("disputeFees", fees);
    return fees;
  },
};
