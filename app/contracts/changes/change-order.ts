import { z } from "zod";
import type { ContractBody } from "#app/contracts/contract.ts";
import { type MilestoneState, restFen } from "#app/contracts/milestones/milestone.ts";
import { days, maxWorkDays, policy } from "#app/contracts/policy.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import type { Flow } from "#app/flow.ts";
import { checkbox, id, line, optionalText, whole, yuan } from "#app/form.ts";
import { isTooSmall, LEAST_PAID_FEN } from "#app/payments/intent.ts";
import type { Params, RefusalCode } from "#app/refusal.ts";

/**
 * A change order: one side proposes how the contract shall read, the other agrees, rejects or counters. Agreed it is the contract's next
 * version, signed by both. A stage under way that becomes dearer is agreed with the payment of the difference, never before it.
 */
export type ChangeState = "PROPOSED" | "COUNTERED" | "FUNDING" | "AGREED" | "REJECTED" | "WITHDRAWN" | "EXPIRED";

export const changeFlow = {
  counterChange: { by: ["employer", "provider"], from: ["PROPOSED", "COUNTERED"], to: "COUNTERED" },
  agreeChange: { by: ["employer", "provider"], from: ["PROPOSED", "COUNTERED"], to: ["AGREED", "FUNDING"] },
  rejectChange: { by: ["employer", "provider"], from: ["PROPOSED", "COUNTERED"], to: "REJECTED" },
  withdrawChange: { by: ["employer", "provider"], from: ["PROPOSED", "COUNTERED"], to: "WITHDRAWN" },
  payRaise: { by: "stripe", from: "FUNDING", to: "AGREED" },
  expireChange: { by: ["clock", "stripe"], from: ["PROPOSED", "COUNTERED", "FUNDING"], to: "EXPIRED", at: "answerBy" },
} as const satisfies Flow<ChangeState>;

export const openChanges: ChangeState[] = ["PROPOSED", "COUNTERED", "FUNDING"];
/** Contracts whose text can still change. */
export const changeableContracts = ["SIGNED", "ACTIVE", "PAUSED"] as const;

export type StageTerms = { ord: number; title: string; amountFen: string; days: number; items: string[]; extraRounds: number };
/** What a change may touch. Parties, title, acceptance time and rights stay what they were. */
export type Terms = { scope: string; invoiceFirst: boolean; stages: StageTerms[] };

/** What a version says, whichever form it was written in. */
export const termsOf = (body: ContractBody): Terms => ({
  scope: body.scope ?? "",
  invoiceFirst: body.invoiceFirst ?? false,
  stages: body.stages.map((stage, i) => ({ ...stage, ord: stage.ord ?? i + 1, extraRounds: stage.extraRounds ?? 0 })),
});

/** The next version's text. It names the version before it, so no two versions of a contract have one hash. */
export function nextBody(
  base: ContractBody,
  { scope, invoiceFirst, stages }: Terms,
  before: { version: number; hash: string },
): ContractBody {
  const priceFen = String(stages.reduce((sum, stage) => sum + BigInt(stage.amountFen), 0n));
  return { ...base, form: 2, version: before.version + 1, previous: before.hash, priceFen, scope, invoiceFirst, stages };
}

export type Part = "scope" | "invoiceFirst" | "added" | "dropped" | "title" | "price" | "days" | "items" | "rounds";
export type Difference = { part: Part; ord: number; stage: string; before: string[]; after: string[] };

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((text, i) => text === b[i]);
const whole1 = (stage: StageTerms) => [stage.title, stage.amountFen, String(stage.days), ...stage.items];

/** What is different, in the order of reading. */
export function differences(from: Terms, to: Terms): Difference[] {
  const found: Difference[] = [];
  if (from.scope !== to.scope) found.push({ part: "scope", ord: 0, stage: "", before: [from.scope], after: [to.scope] });
  if (from.invoiceFirst !== to.invoiceFirst)
    found.push({ part: "invoiceFirst", ord: 0, stage: "", before: [String(from.invoiceFirst)], after: [String(to.invoiceFirst)] });
  for (const old of from.stages) {
    const now = to.stages.find((stage) => stage.ord === old.ord);
    const at = { ord: old.ord, stage: old.title };
    if (!now) {
      found.push({ part: "dropped", ...at, before: whole1(old), after: [] });
      continue;
    }
    if (old.title !== now.title) found.push({ part: "title", ...at, before: [old.title], after: [now.title] });
    if (old.amountFen !== now.amountFen) found.push({ part: "price", ...at, before: [old.amountFen], after: [now.amountFen] });
    if (old.days !== now.days) found.push({ part: "days", ...at, before: [String(old.days)], after: [String(now.days)] });
    if (!same(old.items, now.items)) found.push({ part: "items", ...at, before: old.items, after: now.items });
    if (old.extraRounds !== now.extraRounds)
      found.push({ part: "rounds", ...at, before: [String(old.extraRounds)], after: [String(now.extraRounds)] });
  }
  for (const stage of to.stages)
    if (!from.stages.some((old) => old.ord === stage.ord))
      found.push({ part: "added", ord: stage.ord, stage: stage.title, before: [], after: whole1(stage) });
  return found;
}

const unfunded: Part[] = ["dropped", "title", "price", "days", "items", "rounds"];
const underWay: Part[] = ["price", "days", "items", "rounds"];
/** What can change of a stage: all of it before it is paid for; once delivered, only its price and its rounds of changes. */
export const changeable: Partial<Record<MilestoneState, readonly Part[]>> = {
  PLANNED: unfunded,
  AWAITING_FUNDING: unfunded,
  FUNDED: underWay,
  WORKING: underWay,
  CHANGES_REQUESTED: underWay,
  SUBMITTED: ["price", "rounds"],
};
export const isPaidFor = (state: MilestoneState) => state !== "PLANNED" && state !== "AWAITING_FUNDING";

export type StageFacts = {
  id: string;
  ord: number;
  state: MilestoneState;
  amountFen: bigint;
  releasedFen: bigint;
  refundedFen: bigint;
  disputedFen: bigint;
  cardFrozenFen: bigint;
  workingAt: Date | null;
  /** A payment, a refund or a proposal about its money is under way. */
  moving: boolean;
};
type About = { acceptDays: number; state: string; now: Date };
export type Bar = { code: RefusalCode; params?: Params };

/** How much a stage that is paid for becomes dearer; at most one stage is under way at a time. */
export function raiseOf(changes: readonly Difference[], facts: readonly StageFacts[]): { stage: StageFacts; fen: bigint } | null {
  for (const change of changes) {
    const stage = facts.find((one) => one.ord === change.ord);
    if (change.part !== "price" || !stage || !isPaidFor(stage.state)) continue;
    const fen = BigInt(change.after[0]!) - BigInt(change.before[0]!);
    if (fen > 0n) return { stage, fen };
  }
  return null;
}

/** Why the terms cannot be agreed on now, or null. Asked when they are proposed, when they are agreed on, and when the difference is paid. */
export function barOf(from: Terms, to: Terms, facts: readonly StageFacts[], about: About): Bar | null {
  const changes = differences(from, to);
  if (changes.length === 0) return { code: "nothingChanged" };
  if (to.stages.length === 0) return { code: "noStageLeft" };
  if (to.stages.length > policy.maxStages) return { code: "tooManyStages", params: { max: policy.maxStages } };
  for (const change of changes) {
    const bar = barOfOne(change, facts, about);
    if (bar) return bar;
  }
  for (const stage of to.stages) {
    const max = maxWorkDays(about.acceptDays, stage.extraRounds);
    if (changes.some((change) => change.ord === stage.ord) && stage.days > max)
      return { code: "stageTooLong", params: { n: stage.ord, max } };
  }
  return null;
}

function barOfOne({ part, ord, before, after }: Difference, facts: readonly StageFacts[], { state, now }: About): Bar | null {
  const stage = facts.find((one) => one.ord === ord);
  if (part === "scope" || part === "invoiceFirst" || part === "added" || !stage) return null;
  if (stage.disputedFen + stage.cardFrozenFen > 0n) return { code: "stageFrozen", params: { n: ord } };
  if (!changeable[stage.state]?.includes(part)) return { code: "stageFixed", params: { n: ord } };
  // Before the first payment the task's own deadline runs on this stage.
  if (part === "dropped" && state === "SIGNED" && stage.state === "AWAITING_FUNDING") return { code: "stageFixed", params: { n: ord } };
  if ((part === "price" || part === "dropped") && stage.moving) return { code: "moneyMoving", params: { n: ord } };
  if (part === "price" && isPaidFor(stage.state)) {
    const lower = BigInt(before[0]!) - BigInt(after[0]!);
    if (lower >= restFen(stage)) return { code: "lowersTooMuch", params: { n: ord, restFen: String(restFen(stage)) } };
    if (isTooSmall(-lower)) return { code: "raiseTooSmall", params: { n: ord, leastFen: String(LEAST_PAID_FEN) } };
  }
  if (part === "days" && stage.workingAt && dueOf(stage.workingAt, Number(after[0])) <= now)
    return { code: "dueInPast", params: { n: ord } };
  return null;
}

/** When work that began then is due. */
export const dueOf = (workingAt: Date, workDays: number) => shiftDeadline(new Date(workingAt.getTime() + days(workDays)));

// ── forms ──

const stageTitle = line(80, 2);
const price = yuan(policy.minStageFen, policy.maxStageFen);
const workDays = whole(1, policy.maxStageDays);
/** One acceptance item a line. */
const itemLines = z
  .string()
  .max(4000)
  .transform((text) => [
    ...new Set(
      text
        .split("\n")
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.string().max(200)).min(1).max(policy.maxItems));

const OldStage = z
  .object({
    ord: whole(1, 1000),
    title: stageTitle,
    amount: price,
    days: workDays,
    items: itemLines,
    extraRounds: whole(0, policy.maxExtraRounds),
    drop: checkbox,
  })
  .strict();
/** A row left empty is no stage. */
const NewStage = z.union([
  z
    .object({ title: z.literal(""), amount: z.literal(""), days: z.literal(""), items: z.literal("") })
    .strict()
    .transform(() => null),
  z.object({ title: stageTitle, amount: price, days: workDays, items: itemLines }).strict(),
]);
const wanted = {
  scope: optionalText(3000),
  invoiceFirst: checkbox,
  note: line(1000, 5),
  stages: z.array(OldStage).min(1).max(100),
  added: z.array(NewStage).max(5).default([]),
};
export const ProposeChange = z.object({ baseHash: z.string().length(64), ...wanted }).strict();
export const CounterChange = z.object({ orderId: id, offerHash: z.string().length(64), ...wanted }).strict();
export const AgreeChange = z.object({ orderId: id, offerHash: z.string().length(64), agree: z.literal("on") }).strict();
export const OnChange = z.object({ orderId: id }).strict();
export type Wanted = Pick<z.output<typeof ProposeChange>, "scope" | "invoiceFirst" | "note" | "stages" | "added">;

/** What the form asks for, as terms. Acceptance items that stay keep their order, new ones follow them. */
export function termsWanted(from: Terms, { scope, invoiceFirst, stages, added }: Wanted, lastOrd: number): Terms {
  const kept = from.stages.flatMap((old) => {
    const form = stages.find((stage) => stage.ord === old.ord);
    if (!form) return [old];
    if (form.drop) return [];
    const items = [...old.items.filter((item) => form.items.includes(item)), ...form.items.filter((item) => !old.items.includes(item))];
    return [{ ord: old.ord, title: form.title, amountFen: String(form.amount), days: form.days, items, extraRounds: form.extraRounds }];
  });
  const fresh = added
    .filter((stage) => stage !== null)
    .map(({ title, amount, days, items }, i) => ({ ord: lastOrd + 1 + i, title, amountFen: String(amount), days, items, extraRounds: 0 }));
  return { scope, invoiceFirst, stages: [...kept, ...fresh] };
}
