import { isAPIError } from "better-auth/api";
import { mailLink } from "#app/people/account/mail-link.server.ts";
import { auth, CLOSED_DOOR, cookiesOf } from "#app/people/auth.server.ts";
import { Refusal, type RefusalCode } from "#app/refusal.ts";

const reasons: Record<string, RefusalCode> = {
  [CLOSED_DOOR.suspended]: "accountSuspended",
  [CLOSED_DOOR.closed]: "accountClosed",
  EMAIL_NOT_VERIFIED: "emailNotConfirmed",
};

/**
 * Opens a session; gives the headers with its cookie. A wrong address and a wrong password are the same answer after the same work; only
 * who knows the password hears that the account is suspended or unconfirmed (and gets the confirming mail again).
 */
export async function signIn(email: string, password: string, headers: Headers): Promise<Headers> {
  try {
    return cookiesOf((await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true })).headers);
  } catch (e) {
    if (!isAPIError(e)) throw e;
    const code = reasons[e.body?.code ?? ""] ?? "signInFailed";
    if (code === "emailNotConfirmed") await mailLink("confirm", email);
    throw new Refusal(code);
  }
}
