/** What can be reported, and why. */
export const reportSubjects = ["task", "organisation"] as const;
export type ReportSubject = (typeof reportSubjects)[number];
export const reportReasons = ["fraud", "illegal", "infringement", "contact", "abuse", "false", "other"] as const;
export type ReportReason = (typeof reportReasons)[number];
