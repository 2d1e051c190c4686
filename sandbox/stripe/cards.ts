// Test cards and the ready-made payment methods named after them: what each is there to provoke.
export interface TestCard {
  number: string;
  name: string;
  brand: string;
  decline?: { code: string; declineCode?: string; message: string };
  /** A 3-D Secure step stands before the outcome. */
  challenge?: boolean;
  /** With the payer away that step is impossible; some issuers waive it: always, or once the card was set up. */
  waived?: "always" | "once_set_up";
  /** The issuer lets it be saved all the same and declines only what is charged to it. */
  savable?: boolean;
  bypassPending?: boolean;
  refund?: "pending" | "fails";
  /** Charged like any other, then questioned by its holder; an inquiry withdraws nothing. */
  dispute?: { reason: "fraudulent" | "product_not_received"; inquiry?: true };
}

const DECLINED = "Your card was declined.";
const SHORT = "Your card has insufficient funds.";
const card = (number: string, name: string, more: Partial<TestCard> = {}): TestCard => ({ number, name, brand: "visa", ...more });
const declines = (number: string, name: string, code: string, message: string, declineCode?: string) =>
  card(number, name, { decline: declineCode ? { code, declineCode, message } : { code, message } });

export const TEST_CARDS: TestCard[] = [
  card("4242424242424242", "pm_card_visa"),
  card("5555555555554444", "pm_card_mastercard", { brand: "mastercard" }),
  card("6205500000000000004", "pm_card_unionpay", { brand: "unionpay" }),
  declines("4000000000000002", "pm_card_visa_chargeDeclined", "card_declined", DECLINED, "generic_decline"),
  declines("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", SHORT, "insufficient_funds"),
  declines("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "card_declined", DECLINED, "lost_card"),
  declines("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "card_declined", DECLINED, "stolen_card"),
  declines("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card", "Your card has expired."),
  declines("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "Your card's security code is incorrect."),
  declines(
    "4000000000000119",
    "pm_card_chargeDeclinedProcessingError",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
  ),
  { ...declines("4000000000000341", "pm_card_chargeCustomerFail", "card_declined", DECLINED, "generic_decline"), savable: true },
  card("4000002500003155", "pm_card_authenticationRequiredOnSetup", { challenge: true, waived: "once_set_up" }),
  card("4000002760003184", "pm_card_authenticationRequired", { challenge: true }),
  card("4000003800000446", "pm_card_authenticationRequiredSetupForOffSession", { challenge: true, waived: "always" }),
  card("4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", {
    challenge: true,
    waived: "once_set_up",
    savable: true,
    decline: { code: "card_declined", declineCode: "insufficient_funds", message: SHORT },
  }),
  card("4000000000003220", "pm_card_threeDSecure2Required", { challenge: true }),
  card("4000000000007726", "pm_card_pendingRefund", { refund: "pending" }),
  card("4000000000005126", "pm_card_refundFail", { refund: "fails" }),
  card("4000000000000259", "pm_card_createDispute", { dispute: { reason: "fraudulent" } }),
  card("4000000000002685", "pm_card_createDisputeProductNotReceived", { dispute: { reason: "product_not_received" } }),
  card("4000000000001976", "pm_card_createDisputeInquiry", { dispute: { reason: "fraudulent", inquiry: true } }),
  card("4000000000000077", "pm_card_bypassPending", { bypassPending: true }),
];

export const cardByNumber = (number: string) => TEST_CARDS.find((known) => known.number === number);
/** Cards of many people, which Stripe's test mode lacks: each number of this range is a card of its own that pays. */
export const isSomebodysCard = (number: string) => /^42424\d{11}$/.test(number);
export const cardByName = (name: string) => TEST_CARDS.find((known) => known.name === name);

/** Whether the issuer asks for the payer before it says yes or no. */
export function asksForPayer(card: TestCard | undefined, away: boolean, setUp: boolean) {
  if (!card?.challenge) return false;
  return !(away && (card.waived === "always" || (card.waived === "once_set_up" && setUp)));
}

/** The checksum that catches a mistyped card number. */
export function passesLuhn(number: string) {
  if (!/^\d{13,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
