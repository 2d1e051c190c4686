import { policy } from "#app/campaigns/policy.ts";

/** What is known of a card within the last day, besides the pledge that it comes for. */
export type CardHistory = {
  /** Other people whose pledges for the same campaign it holds. */
  people: number;
  /** Other pledges that it holds, of whatever campaign. */
  pledges: number;
  /** Cards that this person has come with, this one among them. */
  cards: number;
};

/** Whether a card comes too often to be taken, and for which of the reasons (RC-46). */
export function tooOften({ people, pledges, cards }: CardHistory): "people" | "pledges" | "cards" | null {
  const { hands } = policy;
  if (people >= hands.people) return "people";
  if (pledges >= hands.pledges) return "pledges";
  return cards > hands.cards ? "cards" : null;
}
