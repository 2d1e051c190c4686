/** What can be reported, and why. */
export const reportSubjects = ["task", "organisation", "campaign"] as const;
export type ReportSubject = (typeof reportSubjects)[number];
export const reportReasons = ["fraud", "illegal", "infringement", "contact", "abuse", "false", "other"] as const;
export type ReportReason = (typeof reportReasons)[number];

/** A campaign can be wrong in ways of its own, in six groups. Operators look at a group at a time. */
export const campaignReasons = {
  prohibited: ["financial", "dangerous"],
  falseClaims: ["untrue", "identity"],
  prototype: ["rendered", "readyMade"],
  copying: ["rights", "copied"],
  suspicious: ["fakePledges", "spam"],
  afterFunding: ["silent", "undelivered", "misuse"],
} as const;
export type ReportGroup = keyof typeof campaignReasons;
export const reportGroups = Object.keys(campaignReasons) as ReportGroup[];
export type CampaignReason = (typeof campaignReasons)[ReportGroup][number];
export const groupOf = (reason: string) => reportGroups.find((group) => (campaignReasons[group] as readonly string[]).includes(reason));

export const reasonsFor = (subject: ReportSubject): readonly string[] =>
  subject === "campaign" ? reportGroups.flatMap((group): readonly string[] => campaignReasons[group]) : reportReasons;
