/** Why an intent bond is over: kept with it and said on the task's page. */
export const bondEnds = [
  /** Back to the employer. */
  "funded",
  "noBids",
  "cancelled",
  "unwanted",
  "idle",
  /** To those who had taken the trouble to bid, or to the chosen one. */
  "noChoice",
  "cancelledLate",
  "notSigned",
  "notFunded",
  /** To the bank of the card that had paid it. */
  "cardDispute",
] as const;
export type BondEnd = (typeof bondEnds)[number];
