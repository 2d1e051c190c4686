import { isAPIError } from "better-auth/api";
import { auth, cookiesOf } from "#app/people/auth.server.ts";
import { Refusal } from "#app/refusal.ts";

/** Replaces the password after the present one is given, ends every other session and renews this one; gives the headers with its cookie. */
export async function changePassword(currentPassword: string, newPassword: string, headers: Headers): Promise<Headers> {
  try {
    const { headers: answer } = await auth.api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    });
    return cookiesOf(answer);
  } catch (e) {
    if (!isAPIError(e) || e.body?.code !== "INVALID_PASSWORD") throw e;
    throw new Refusal("wrongPassword", {}, "currentPassword");
  }
}
