import { isAPIError } from "better-auth/api";
import { auth } from "#app/people/auth.server.ts";
import { Refusal } from "#app/refusal.ts";

/** Uses the link of the reset mail once: the password is replaced and every session of the person ends. */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  try {
    await auth.api.resetPassword({ body: { token, newPassword } });
  } catch (e) {
    if (!isAPIError(e)) throw e;
    throw new Refusal("linkInvalid");
  }
}
