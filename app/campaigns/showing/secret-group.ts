import { z } from "zod";
import { checkbox, id } from "#app/form.ts";

/** Whom a secret reward is shown to besides those who have its link. Addresses one a line; left empty, the list stays as it is. */
export const MOST_MAILS = 500;
const mails = z
  .string()
  .max(40_000)
  .default("")
  .transform((text) => [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;\uFF0C\uFF1B]+/)
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.email()).max(MOST_MAILS));
export const SecretGroupForm = z.strictObject({ rewardId: id, followers: checkbox, backers: checkbox, mails, forget: checkbox });
export type SecretGroupForm = z.output<typeof SecretGroupForm>;
