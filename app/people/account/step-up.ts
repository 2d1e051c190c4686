const MINUTE = 60_000;

/** A letter's code: good for ten minutes and five tries; what it proved holds for half an hour. Another letter is sent after a minute at the earliest. */
export const stepUpPolicy = { codeMs: 10 * MINUTE, tries: 5, provenMs: 30 * MINUTE, againMs: MINUTE };

export type StepUp = { round: number; sentAt: Date; tries: number; provenAt: Date | null };

/** Whether the last letter's code may still be tried. */
export const isOpen = (of: StepUp, now: Date) =>
  of.provenAt === null && of.tries < stepUpPolicy.tries && now.getTime() - of.sentAt.getTime() < stepUpPolicy.codeMs;
/** Whether what was shown still holds. */
export const isProven = (of: Pick<StepUp, "provenAt"> | null, now: Date) =>
  of?.provenAt != null && now.getTime() - of.provenAt.getTime() < stepUpPolicy.provenMs;
