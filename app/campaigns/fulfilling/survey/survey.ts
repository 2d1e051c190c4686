import { z } from "zod";
import { checkbox, id, line, optionalText, say } from "#app/form.ts";

/**
 * A survey asks backers what only they know (a size, an engraving) and lets them confirm where the reward goes. Answers and addresses lock
 * at an announced moment; afterwards only the creator may correct an address, within its province. Who gave none by then still gives one.
 */
export const questionKinds = ["CHOICE", "TEXT"] as const;
export const limits = { questions: 12, options: 20, answerChars: 300 };

/** rewardIds empty: asked of everybody. */
export const Question = z.object({
  id: z.string(),
  kind: z.enum(questionKinds),
  label: z.string(),
  options: z.array(z.string()),
  required: z.boolean(),
  rewardIds: z.array(z.string()),
});
export type Question = z.output<typeof Question>;
export const Questions = z.array(Question);
export type Questions = z.output<typeof Questions>;

const lines = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];

/** One row of the builder: options one a line; a row without a question is left out. */
const QuestionRow = z
  .object({
    id: z.string().max(40).default(""),
    kind: z.enum(questionKinds).default("TEXT"),
    label: z.string().max(120).default(""),
    options: z.string().max(2000).default("").transform(lines),
    required: checkbox,
    rewardIds: z.array(id).max(30).default([]),
  })
  .superRefine((row, ctx) => {
    if (!row.label || row.kind !== "CHOICE") return;
    if (row.options.length < 2) ctx.addIssue({ code: "custom", path: ["options"], message: say("tooFew", { min: 2 }).error });
    if (row.options.length > limits.options)
      ctx.addIssue({ code: "custom", path: ["options"], message: say("tooMany", { max: limits.options }).error });
  });

export const SaveSurvey = z
  .object({ intro: optionalText(1000), questions: z.array(QuestionRow).max(limits.questions).default([]) })
  .strict()
  .transform(({ intro, questions }) => ({ intro, questions: questions.filter((row) => row.label !== "") }));

export const SendSurvey = z
  .object({
    lockAt: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
      .transform((text) => new Date(`${text}:00+08:00`)),
    rewardIds: z.array(id).min(1).max(30),
  })
  .strict();

export const AnswerSurvey = z
  .object({
    addressId: z.union([z.literal("").transform(() => null), id]).default(null),
    answers: z.record(z.string(), z.string().max(300)).default({}),
  })
  .strict();

/** What a creator may correct after the lock: within the province that was paid for. */
export const CorrectAddress = z
  .object({
    pledgeId: id,
    name: line(40),
    phone: z.string().regex(/^1[3-9]\d{9}$/),
    districtCode: z.string().regex(/^\d{6}$/),
    street: line(120, 4),
  })
  .strict();

type Asked = { lockAt: Date; lockedAt: Date | null };
export const isLocked = (round: Asked | null, now: Date) => round !== null && (round.lockedAt !== null || round.lockAt <= now);
/** Locked without any address: one of the book that the pledge was made with is taken over by the lock itself. */
export const lacksAddress = (of: { shipTo: unknown; addressId: string | null }, round: Asked | null) =>
  of.shipTo === null && (of.addressId === null || Boolean(round?.lockedAt));

export const askedOf = (questions: readonly Question[], rewardIds: readonly string[]) =>
  questions.filter((q) => q.rewardIds.length === 0 || q.rewardIds.some((r) => rewardIds.includes(r)));

/** The answers that count, and the first question that is answered wrongly or not at all. */
export function readAnswers(
  questions: readonly Question[],
  typed: Record<string, string>,
): { answers: Record<string, string>; wrong?: never } | { wrong: Question } {
  const answers: Record<string, string> = {};
  for (const q of questions) {
    const text = (typed[q.id] ?? "").trim();
    if (text === "" ? q.required : q.kind === "CHOICE" && !q.options.includes(text)) return { wrong: q };
    if (text !== "") answers[q.id] = text;
  }
  return { answers };
}
