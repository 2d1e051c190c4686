import { auth, cookiesOf } from "#app/people/auth.server.ts";

/** Ends the session of these headers; gives the headers that take its cookie back. */
export async function signOut(headers: Headers): Promise<Headers> {
  return cookiesOf((await auth.api.signOut({ headers, returnHeaders: true })).headers);
}
