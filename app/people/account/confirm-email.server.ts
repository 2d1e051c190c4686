import { isAPIError } from "better-auth/api";
import { auth, CLOSED_DOOR, cookiesOf } from "#app/people/auth.server.ts";
import { Refusal } from "#app/refusal.ts";

/** Uses the link of the confirming mail: the address is confirmed and the person signed in. Gives the headers with their cookie. */
export async function confirmEmail(token: string, headers: Headers): Promise<Headers> {
  try {
    return cookiesOf((await auth.api.verifyEmail({ query: { token }, headers, returnHeaders: true })).headers);
  } catch (e) {
    if (!isAPIError(e)) throw e;
    if (e.body?.code === CLOSED_DOOR.suspended) throw new Refusal("accountSuspended");
    throw new Refusal("linkInvalid");
  }
}
