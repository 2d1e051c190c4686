import { z } from "zod";
import { line, optionalText } from "#app/form.ts";
import type { Borne } from "#app/ledger/card-movements.ts";
import type { Tx } from "#app/transact.server.ts";
import type { CardDispute, CardDisputeState } from "../../generated/prisma/client.ts";

/**
 * A card payment that its holder takes back through the bank (拒付). It is a fact: recorded, never refused. The money that was paid with the
 * card is frozen until the bank decides; what the bank says is read at the channel each time, its journal lines are recorded once each.
 */

/** What the channel's states mean here; null for one that nobody knows: it moves nothing. */
export type Meaning = "inquiry" | "open" | "won" | "lost" | "closed";
const MEANINGS: Readonly<Record<string, Meaning>> = {
  warning_needs_response: "inquiry",
  warning_under_review: "inquiry",
  warning_closed: "closed",
  prevented: "closed",
  needs_response: "open",
  under_review: "open",
  won: "won",
  lost: "lost",
};
export const meaningOf = (status: string): Meaning | null => MEANINGS[status] ?? null;

/** States in which the bank waits for an answer. */
export const awaitsAnswer = (status: string) => status === "needs_response" || status === "warning_needs_response";
/** Nothing of a charge goes out while its dispute is undecided. */
export const undecided: readonly CardDisputeState[] = ["OPEN", "PARKED"];

/** A dispute that is not decided is read again after this long, also when no event told of it. */
export const REREAD_DISPUTE_MS = 3_600_000;
/** A debt this small is not worth asking for: the platform bears it. */
export const BEARS_FEN = 2_000n;

export const heldFen = (of: Pick<CardDispute, "withdrawnFen" | "reinstatedFen">) => of.withdrawnFen - of.reinstatedFen;
export const nothingBorne: Borne = { refundFen: 0n, escrowFen: 0n, earningsFen: 0n, incomeFen: 0n, debtFen: 0n, lossFen: 0n };

/** What of a lost sum the payee cannot pay at once: a debt, or the platform's loss when it is small. */
export const owed = (fen: bigint): Pick<Borne, "debtFen" | "lossFen"> =>
  fen <= BEARS_FEN ? { debtFen: 0n, lossFen: fen } : { debtFen: fen, lossFen: 0n };

/** A part of a fee that stands for this much of the gross it was taken on: summed over the parts it is the fee to the fen. */
export function feeShare(of: { grossFen: bigint; feeFen: bigint }, beforeFen: bigint, partFen: bigint): bigint {
  if (of.grossFen === 0n) return 0n;
  return (of.feeFen * (beforeFen + partFen)) / of.grossFen - (of.feeFen * beforeFen) / of.grossFen;
}

/** What a dispute does to the thing that the card paid for; by the charge's refType (card-disputes.server.ts). Each runs in the till's transaction. */
export type CardDisputeEffects = {
  /** The bank only asks; no money moves. */
  inquired(tx: Tx, dispute: CardDispute, now: Date): Promise<void>;
  /** Freezes what is left of the payment and tells whom it concerns; returns how much is frozen. */
  opened(tx: Tx, dispute: CardDispute, now: Date): Promise<bigint>;
  /** Won, or over without a decision: what was frozen thaws. */
  closed(tx: Tx, dispute: CardDispute, now: Date): Promise<void>;
  /** Lost: posts cardDisputeLost for what is held, thaws the rest and says who bore it. */
  lost(tx: Tx, dispute: CardDispute, now: Date): Promise<Borne>;
};
export type CardDisputeTable = Readonly<Record<string, CardDisputeEffects>>;

/** The fields of an answer, in the order in which the desk fills them in; the channel takes them under these names. */
const LONG = 18_000;
const answerShape = {
  product_description: line(LONG, 2),
  customer_name: optionalText(200),
  customer_email_address: optionalText(200),
  service_date: optionalText(200),
  shipping_carrier: optionalText(500),
  shipping_tracking_number: optionalText(1000),
  shipping_date: optionalText(500),
  shipping_address: optionalText(1000),
  refund_policy_disclosure: optionalText(LONG),
  refund_refusal_explanation: optionalText(LONG),
  cancellation_policy_disclosure: optionalText(LONG),
  cancellation_rebuttal: optionalText(LONG),
  access_activity_log: optionalText(LONG),
  uncategorized_text: optionalText(LONG),
};
export type AnswerField = keyof typeof answerShape;
export const answerFields = Object.keys(answerShape) as AnswerField[];
const ofParcels: readonly AnswerField[] = ["shipping_carrier", "shipping_tracking_number", "shipping_date", "shipping_address"];
const ofServices: readonly AnswerField[] = ["refund_refusal_explanation", "cancellation_policy_disclosure", "cancellation_rebuttal"];
/** What the card paid for: work that is delivered and accepted here, or a reward that is sent. Banks ask other things about each. */
export type EvidenceKind = "service" | "parcel";
export const fieldsFor = (kind: EvidenceKind): AnswerField[] => {
  const others = kind === "service" ? ofParcels : ofServices;
  return answerFields.filter((field) => !others.includes(field));
};
export const CardAnswer = z.object(answerShape).partial().required({ product_description: true }).strict();
export type CardAnswer = z.output<typeof CardAnswer>;
/** As kept until it was sent: an answer, or that nothing is said against it. */
export const KeptAnswer = z.union([
  z.object({ concede: z.literal(true) }).strict(),
  z.object({ evidence: z.partialRecord(z.enum(answerFields as [AnswerField, ...AnswerField[]]), z.string()) }).strict(),
]);
export type KeptAnswer = z.output<typeof KeptAnswer>;

/** A dispute as the desk reads it: what it is about, who is concerned, and what the records say for the platform. */
export type CardCase = { kind: EvidenceKind; title: string; href: string; payer: string; orgIds: string[]; evidence: CardAnswer };
