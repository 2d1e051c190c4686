import { mailConfirm, mailInvitation, mailNotice, mailReset } from "#app/people/mail-jobs.server.ts";

/** What the queue's workers do: job name -> what it calls. A job is sent in the transaction of the verb that wants it (queue.server.ts). */
export type Job = (data: Record<string, string>) => Promise<void>;

export const jobs: Record<string, Job> = {
  "mail-confirm": mailConfirm,
  "mail-reset": mailReset,
  "mail-invitation": mailInvitation,
  "mail-notice": mailNotice,
};
