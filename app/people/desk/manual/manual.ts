import { z } from "zod";
import { type Flow, fromStates } from "#app/flow.ts";
import { id, line, optionalText, say, yuan } from "#app/form.ts";
import { adjustments, isOfOrg, suspenseReasons } from "#app/ledger/movements.ts";
import type { ManualKind, ManualState } from "../../../../generated/prisma/enums.ts";

/**
 * Acts by hand about money: one operator proposes, another one approves, and only then anything moves. Unknown channel money gets its
 * reason, named accounts are adjusted, a refund is paid outside the channel, a stopped order is closed or sent again.
 */
export type { ManualKind, ManualState };
export const manualFlow = {
  approveManual: { by: "otherOperator", from: "PROPOSED", to: "APPROVED" },
  refuseManual: { by: "otherOperator", from: "PROPOSED", to: "REFUSED" },
  withdrawManual: { by: "proposer", from: "PROPOSED", to: "WITHDRAWN" },
  expireManual: { by: "clock", from: "PROPOSED", to: "EXPIRED", at: "expiresAt" },
} as const satisfies Flow<ManualState>;
export type ManualVerb = keyof typeof manualFlow;
export const openStates = fromStates(manualFlow, "approveManual");

/** Nobody looks at a proposal for long: what is as old as this is looked into afresh. */
export const EXPIRES_MS = 72 * 3_600_000;

export const orderActs = ["close", "retry", "closeOther"] as const;
export type OrderAct = (typeof orderActs)[number];

const MOST_FEN = 1_000_000_00n;
const reason = line(500, 8);
const reference = optionalText(80);
/** What is proposed, by kind. Amounts that the books or a row know are not asked for. */
export const Proposal = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("SUSPENSE"),
      transactionId: z.string().regex(/^\w{4,80}$/),
      act: z.enum(suspenseReasons),
      refId: id.or(z.literal("")).default(""),
      reason,
    })
    .refine((form) => form.act !== "partyRefund" || form.refId !== "", { ...say("choose"), path: ["refId"] }),
  z
    .strictObject({
      kind: z.literal("ADJUSTMENT"),
      act: z.enum(adjustments),
      orgId: id.or(z.literal("")).default(""),
      amount: yuan(1n, MOST_FEN),
      reference,
      reason,
    })
    // A fee that goes back stands on its payer's invoices as a negative line.
    .refine((form) => !(isOfOrg(form.act) || form.act === "feeReturned") || form.orgId !== "", { ...say("required"), path: ["orgId"] }),
  z.strictObject({ kind: z.literal("REFUND"), refId: id, reference: line(80, 4), reason }),
  z.strictObject({ kind: z.literal("INTENT"), act: z.enum(orderActs), intentId: id, reason }),
]);
export type Proposal = z.output<typeof Proposal>;

export const DecisionForm = z.strictObject({ decision: optionalText(500) });
export const RefusalForm = z.strictObject({ decision: line(500, 4) });
