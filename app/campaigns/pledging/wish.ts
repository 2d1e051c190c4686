import { z } from "zod";
import type { Choices, Items } from "#app/campaigns/content.ts";
import { policy } from "#app/campaigns/policy.ts";
import { checkbox, optionalText, say, whole, yuan } from "#app/form.ts";

/** What a backer chose on the page. Prices are not in it; rewardV says which words and price of a reward were on the screen. */
/** at: its place in the form, for what is said beside it. */
export type WishedLine = { rewardId: string; qty: number; rewardV: number; options: Choices | null; at?: number };
export type Wish = {
  lines: WishedLine[];
  bonusFen: bigint;
  lane: "CARD" | "WALLET";
  provinceCode: string | null;
  addressId: string | null;
  related: boolean;
  anonymous: boolean;
  secretKeys: string[];
  referrerId: string | null;
  /** The sum on the screen; null where there was no screen. */
  shownFen: bigint | null;
};

const MOST_LINES = 1 + policy.addOns;
const Line = z.object({
  rewardId: z.uuid(),
  qty: whole(0, 99),
  rewardV: whole(1, 999_999),
  /** The chosen value of every option of the reward's items, in their order. */
  choice: z.array(z.string().max(60)).max(120).default([]),
});
/** The form: lines[0] is the reward itself, the others are add-ons of which none is as good as not being there. */
export const PledgeForm = z
  .object({
    lines: z
      .array(Line)
      .max(MOST_LINES + 10)
      .default([]),
    bonus: z
      .string()
      .default("")
      .transform((text) => (text === "" ? "0" : text))
      .pipe(yuan(0n, policy.pledgeFen.max)),
    lane: z.enum(["CARD", "WALLET"], say("choose")),
    place: optionalText(60),
    shownFen: z
      .string()
      .regex(/^\d{0,12}$/)
      .default(""),
    related: checkbox,
    anonymous: checkbox,
    /** Of the letter that a new account was sent. */
    code: z.string().max(20).default(""),
  })
  .transform(({ lines, bonus, place, shownFen, ...rest }) => ({
    ...rest,
    bonusFen: bonus,
    // "620000": a province; otherwise an address of the book.
    provinceCode: /^\d{6}$/.test(place) ? place : null,
    addressId: z.uuid().safeParse(place).data ?? null,
    shownFen: shownFen === "" ? null : BigInt(shownFen),
    lines: lines.map((l, at) => ({ ...l, at })).filter((l) => l.qty > 0),
  }));

export type PledgeForm = z.output<typeof PledgeForm>;

/** What was chosen by name: item -> option -> value. */
export function choicesOf(items: Items, choice: readonly string[]): Choices | null {
  const choices: Choices = {};
  let at = 0;
  for (const item of items)
    for (const option of item.options) choices[item.name] = { ...choices[item.name], [option.name]: choice[at++] ?? "" };
  return at === 0 ? null : choices;
}

/** Keeps of the choices what the reward asks for; or the place of the first option that has none. */
export function chosen(items: Items, options: Choices | null): { choices: Choices | null } | { missing: number } {
  const choices: Choices = {};
  let at = 0;
  for (const item of items)
    for (const option of item.options) {
      const value = options?.[item.name]?.[option.name];
      if (!value || !option.values.includes(value)) return { missing: at };
      choices[item.name] = { ...choices[item.name], [option.name]: value };
      at++;
    }
  return { choices: at === 0 ? null : choices };
}
