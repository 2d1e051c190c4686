// What may be said and shown against a dispute, and the three sentences that decide one here.
import type Stripe from "stripe";
import { invalid, missing } from "#sandbox/stripe/protocol/error.ts";
import { type Parser, shape } from "#sandbox/stripe/protocol/params.ts";

const TEXTS = [
  "access_activity_log",
  "billing_address",
  "cancellation_policy_disclosure",
  "cancellation_rebuttal",
  "customer_email_address",
  "customer_name",
  "customer_purchase_ip",
  "duplicate_charge_explanation",
  "duplicate_charge_id",
  "product_description",
  "refund_policy_disclosure",
  "refund_refusal_explanation",
  "service_date",
  "shipping_address",
  "shipping_carrier",
  "shipping_date",
  "shipping_tracking_number",
  "uncategorized_text",
] as const;
const FILES = [
  "cancellation_policy",
  "customer_communication",
  "customer_signature",
  "duplicate_charge_documentation",
  "receipt",
  "refund_policy",
  "service_documentation",
  "shipping_documentation",
  "uncategorized_file",
] as const;
const FIELD_LIMIT = 20_000;
const TOTAL_LIMIT = 150_000;

type Field = (typeof TEXTS)[number] | (typeof FILES)[number];
export type Evidence = Partial<Record<Field, string>>;

const long: Parser<string> = (raw, path) => {
  if (typeof raw === "object") throw invalid(`Invalid string: ${path}`, { param: path });
  if (String(raw).length > FIELD_LIMIT) throw invalid(`Invalid string: ${path} must be at most ${FIELD_LIMIT} characters`, { param: path });
  return String(raw);
};
/** Uploads are not spoken here, so no file can be named. */
const file: Parser<string> = (raw, path) => {
  if (raw === "") return "";
  throw missing("file upload", String(raw), path, 400);
};
const fields = shape(Object.fromEntries([...TEXTS.map((name) => [name, long]), ...FILES.map((name) => [name, file])]));

export const evidence: Parser<Evidence> = (raw, path) => {
  const given = fields(raw, path) as Evidence;
  if (Object.values(given).join("").length > TOTAL_LIMIT)
    throw invalid(`The combined length of all evidence must be at most ${TOTAL_LIMIT} characters.`, { param: path });
  return given;
};

export const noEvidence = {
  ...Object.fromEntries([...TEXTS, ...FILES].map((name) => [name, null])),
  enhanced_evidence: {},
} as unknown as Stripe.Dispute.Evidence;

/** Fields given replace those there; an empty one takes its field back. */
export const mergeEvidence = (old: Stripe.Dispute.Evidence, given: Evidence): Stripe.Dispute.Evidence => ({
  ...old,
  ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value || null])),
});

export type Verdict = "won" | "lost" | "escalated";
const SENTENCES: Record<string, Verdict> = {
  winning_evidence: "won",
  losing_evidence: "lost",
  escalate_inquiry_evidence: "escalated",
};
export const verdictOf = (given: Stripe.Dispute.Evidence): Verdict | undefined => SENTENCES[given.uncategorized_text ?? ""];
