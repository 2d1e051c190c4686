import { z } from "zod";

/** What a campaign tells besides its tables, as it was submitted; kept in Campaign.content. Markup is sanitised before it is kept. */
export const riskTopics = ["technical", "manufacturing", "supply", "compliance", "money", "schedule"] as const;
export const evidenceKinds = ["PHOTO", "VIDEO", "REPORT", "PARTS"] as const;

export const Content = z.object({
  storyHtml: z.string(),
  videoUrl: z.string().nullable(),
  risks: z.record(z.enum(riskTopics), z.string()),
  team: z.array(z.object({ name: z.string(), role: z.string(), about: z.string() })),
  faq: z.array(z.object({ question: z.string(), answer: z.string() })),
  /** at: the day it was made, as 2026-11-23. */
  evidence: z.array(
    z.object({ kind: z.enum(evidenceKinds), text: z.string(), at: z.string(), url: z.string().nullable(), fileIds: z.array(z.string()) }),
  ),
});
export type Content = z.output<typeof Content>;

/** What is in a reward, and what a backer chooses of it: {name: "帐篷", qty: 1, options: [{name: "颜色", values: ["沙色", "松绿"]}]}. Kept in Reward.items. */
export const Items = z.array(
  z.object({
    name: z.string(),
    qty: z.number().int().positive(),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  }),
);
export type Items = z.output<typeof Items>;
/** A backer's choices: item name -> option name -> value. Kept in PledgeLine.options. */
export const Choices = z.record(z.string(), z.record(z.string(), z.string()));
export type Choices = z.output<typeof Choices>;
