import { z } from "zod";
import { policy as contractPolicy } from "#app/contracts/policy.ts";
import type { Flow } from "#app/flow.ts";
import { checkbox, fileIds, line, optionalText, say, whole, yuan } from "#app/form.ts";
import { blockedCategories, isCategory } from "#app/tasks/categories.ts";
import { policy } from "#app/tasks/policy.ts";

/** A task: what an employer asks for, and its life until a contract exists. From CONTRACTING on its state is read from the contract. */
export const taskStates = [
  "DRAFT",
  "IN_REVIEW",
  "REJECTED",
  "OPEN",
  "QUALIFYING",
  "LIVE",
  "SELECTION",
  "AWARD_PENDING",
  "CONTRACTING",
  "SUSPENDED",
  "CANCELLED",
  "FAILED",
] as const;
export type TaskState = (typeof taskStates)[number];
export const taskKinds = ["TENDER_SEALED", "TENDER_LIVE"] as const;
export type TaskKind = (typeof taskKinds)[number];
export const ipClauses = ["ASSIGN_ON_RELEASE", "LICENCE", "PROVIDER_KEEPS"] as const;
export const visibilities = ["PUBLIC", "INVITED"] as const;

const beforeContract = ["DRAFT", "IN_REVIEW", "REJECTED", "OPEN", "QUALIFYING", "SELECTION", "AWARD_PENDING"] as const;

/** The lifecycle (T1-T18). `clock` is time; `provider` is the awarded bidder. */
export const taskFlow = {
  saveDraft: { by: "employer", from: ["DRAFT", "REJECTED"], to: ["DRAFT", "REJECTED"] },
  submitTask: { by: "employer", from: ["DRAFT", "REJECTED"], to: ["IN_REVIEW", "OPEN"] },
  approveTask: { by: "operator", from: "IN_REVIEW", to: "OPEN" },
  rejectTask: { by: "operator", from: "IN_REVIEW", to: "REJECTED" },
  amendTask: { by: "employer", from: "OPEN", to: "OPEN" },
  closeBidding: { by: "clock", from: "OPEN", to: ["SELECTION", "QUALIFYING", "FAILED"], at: "closeAt" },
  judgeBid: { by: "employer", from: "QUALIFYING", to: "QUALIFYING" },
  scheduleRoom: { by: ["employer", "clock"], from: "QUALIFYING", to: "QUALIFYING", at: "qualifyUntilAt" },
  endQualifying: { by: ["employer", "clock"], from: "QUALIFYING", to: ["SELECTION", "FAILED"], at: "qualifyUntilAt" },
  enterLive: { by: "clock", from: "QUALIFYING", to: "LIVE", at: "liveAt" },
  fixRanking: { by: "clock", from: "LIVE", to: "SELECTION" },
  scoreBids: { by: "employer", from: "SELECTION", to: "SELECTION" },
  dropBid: { by: "employer", from: "SELECTION", to: "SELECTION" },
  failWithoutBids: { by: "clock", from: "SELECTION", to: "FAILED" },
  awardBid: { by: "employer", from: "SELECTION", to: "AWARD_PENDING" },
  endSelection: { by: "clock", from: "SELECTION", to: "FAILED", at: "selectBy" },
  acceptAward: { by: "provider", from: "AWARD_PENDING", to: "CONTRACTING" },
  declineAward: { by: "provider", from: "AWARD_PENDING", to: ["AWARD_PENDING", "SELECTION", "FAILED", "CONTRACTING"] },
  lapseAward: { by: "clock", from: "AWARD_PENDING", to: ["AWARD_PENDING", "SELECTION", "FAILED", "CONTRACTING"], at: "acceptBy" },
  lapseContracting: { by: "clock", from: "CONTRACTING", to: ["SELECTION", "FAILED", "CONTRACTING"], at: "signBy" },
  offerRest: { by: "employer", from: "CONTRACTING", to: "AWARD_PENDING" },
  cancelTask: { by: "employer", from: beforeContract, to: "CANCELLED" },
  suspendTask: { by: "operator", from: ["IN_REVIEW", "OPEN", "QUALIFYING", "SELECTION", "AWARD_PENDING"], to: "SUSPENDED" },
  resumeTask: { by: "operator", from: "SUSPENDED", to: ["IN_REVIEW", "OPEN", "QUALIFYING", "SELECTION", "AWARD_PENDING"] },
} as const satisfies Flow<TaskState>;
export type TaskVerb = keyof typeof taskFlow;

/** The road of a task as the stepper shows it. */
export const roadOf = (kind: TaskKind): TaskState[] =>
  kind === "TENDER_LIVE"
    ? ["IN_REVIEW", "OPEN", "QUALIFYING", "LIVE", "SELECTION", "AWARD_PENDING", "CONTRACTING"]
    : ["IN_REVIEW", "OPEN", "SELECTION", "AWARD_PENDING", "CONTRACTING"];

/** A task's state as people see it: from CONTRACTING on it is its contract's. */
export type Phase = TaskState | "IN_PROGRESS" | "COMPLETED" | "TERMINATED";
export function phaseOf(state: TaskState, contract: string | null | undefined): Phase {
  if (state !== "CONTRACTING" || !contract) return state;
  if (contract === "ACTIVE" || contract === "PAUSED") return "IN_PROGRESS";
  return contract === "COMPLETED" || contract === "TERMINATED" ? contract : "CONTRACTING";
}

/** States that everybody may see in the market once a task has been published. */
export const shownStates: TaskState[] = ["OPEN", "QUALIFYING", "LIVE", "SELECTION", "AWARD_PENDING", "CONTRACTING", "FAILED", "CANCELLED"];

/** Rows of a list that were left wholly empty don't count. */
const dropEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (rows) =>
      Array.isArray(rows)
        ? rows.filter(
            (row) =>
              row &&
              typeof row === "object" &&
              Object.values(row).some((v) => (Array.isArray(v) ? v.length > 0 : String(v ?? "").trim() !== "")),
          )
        : rows,
    schema,
  );

/** One acceptance item a line. */
const itemLines = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split("\n")
      .map((l) => l.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.string().max(200)).min(1, say("acceptanceItem")).max(policy.stages.items));

const stages = dropEmpty(
  z
    .array(z.strictObject({ title: line(60), acceptance: itemLines }))
    .min(1)
    .max(policy.stages.max),
);
const criteria = dropEmpty(
  z
    .array(z.strictObject({ name: line(40), weight: whole(1, 100) }))
    .min(1)
    .max(policy.criteria.max),
);
const choice = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values, say("choose"));

const asked = {
  title: line(60, 4),
  scope: line(8000, 20),
  deliverables: line(3000, 4),
  stages,
  budget: yuan(policy.minBudgetFen, policy.maxBudgetFen),
  budgetIsGuide: checkbox,
  workDays: whole(1, policy.maxWorkDays),
};

/** A stage's money may be held only so long: longer work needs more stages. */
const daysFit = (work: { workDays: number; stages: readonly unknown[] }, ctx: z.core.$RefinementCtx) => {
  const max = work.stages.length * contractPolicy.maxStageDays;
  if (work.workDays > max)
    ctx.addIssue({ code: "custom", path: ["workDays"], message: say("daysPerStage", { max, each: contractPolicy.maxStageDays }).error });
};

/** The whole brief, parsed when it is submitted; until then steps keep whatever was typed. */
export const TaskBrief = z
  .strictObject({
    kind: choice(taskKinds),
    category: z
      .string()
      .default("")
      .refine((code) => !blockedCategories.includes(code), { ...say("categoryBlocked"), abort: true })
      .refine(isCategory, say("choose")),
    ...asked,
    ipClause: choice(ipClauses),
    files: fileIds(policy.files),
    bidDays: whole(policy.bidDays.min, policy.bidDays.max),
    bond: checkbox,
    invoiceFirst: checkbox,
    weightPrice: whole(policy.weights.minPrice, policy.weights.maxPrice),
    weightTime: whole(0, 90),
    weightQuality: whole(0, 90),
    weightRecord: whole(0, 90),
    criteria,
    visibility: choice(visibilities),
    invites: z.array(z.uuid()).max(policy.invites).default([]),
  })
  .superRefine((brief, ctx) => {
    daysFit(brief, ctx);
    const sum = brief.weightPrice + brief.weightTime + brief.weightQuality + brief.weightRecord;
    if (sum !== 100) ctx.addIssue({ code: "custom", path: ["weightPrice"], message: say("weightSum", { sum }).error });
    if (brief.visibility === "INVITED" && brief.invites.length === 0)
      ctx.addIssue({ code: "custom", path: ["invites"], message: say("inviteSomeone").error });
  });
export type TaskBrief = z.output<typeof TaskBrief>;

/** What may be changed while bids come in; each change makes every bid ask for a new confirmation. */
export const AmendForm = z.strictObject({ ...asked, reason: line(500, 4) }).superRefine(daysFit);
export type AmendForm = z.output<typeof AmendForm>;

/** Every text of a brief that others will read. */
export const textsOf = (brief: Pick<AmendForm, "title" | "scope" | "deliverables" | "stages">): string[] => [
  brief.title,
  brief.scope,
  brief.deliverables,
  ...brief.stages.flatMap((s) => [s.title, ...s.acceptance]),
];

/** The wizard's steps and the inputs that each one holds (by the first part of their names). */
export const steps = [
  { key: "basics", fields: ["kind", "category", "title"] },
  { key: "scope", fields: ["scope", "deliverables", "ipClause", "files"] },
  { key: "stages", fields: ["stages"] },
  { key: "budget", fields: ["budget", "budgetIsGuide", "workDays", "bidDays", "bond", "invoiceFirst"] },
  { key: "scoring", fields: ["weightPrice", "weightTime", "weightQuality", "weightRecord", "criteria"] },
  { key: "visibility", fields: ["visibility", "invites"] },
] as const;
export type StepKey = (typeof steps)[number]["key"];
export const stepOf = (fieldName: string): StepKey => {
  const root = fieldName.split(/[.[]/)[0];
  return steps.find((s) => (s.fields as readonly string[]).includes(root!))?.key ?? "basics";
};

export type DraftValues = Record<string, string | string[]>;

export const ReasonForm = z.strictObject({ reason: line(500, 4) });
export const OptionalReasonForm = z.strictObject({ reason: optionalText(500) });
export const NoFields = z.strictObject({});
