/** From the success to the last parcel, in order. */
export const fulfilmentSteps = ["collect", "survey", "produce", "ship", "deliver"] as const;
export type FulfilmentStep = (typeof fulfilmentSteps)[number];

/** Which of them it is at: what has been done decides, not what was announced. */
export function stepOf(of: { closed: boolean; asked: boolean; made: boolean; sent: number; done: boolean }): FulfilmentStep {
  if (!of.closed) return "collect";
  if (of.done) return "deliver";
  if (of.sent > 0) return "ship";
  if (of.made) return "produce";
  return of.asked ? "produce" : "survey";
}
