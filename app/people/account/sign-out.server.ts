import { disconnectPerson } from "#app/live/live.server.ts";
import { auth, cookiesOf, viewerOf } from "#app/people/auth.server.ts";

/** Ends the session of these headers; gives the headers that take its cookie back. */
export async function signOut(headers: Headers): Promise<Headers> {
  const viewer = await viewerOf(headers);
  const cookies = cookiesOf((await auth.api.signOut({ headers, returnHeaders: true })).headers);
  if (viewer) disconnectPerson(viewer.userId);
  return cookies;
}
