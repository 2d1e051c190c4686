import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { refuse, safePath, submit } from "#app/http.server.ts";
import { requireViewer, signedIn } from "#app/people/auth.server.ts";
import { SwitchForm } from "#app/people/organisation/organisation.ts";
import { switchOrganisation } from "#app/people/organisation/switch-organisation.server.ts";

/** Acts for another organisation from now on, and goes back to the page that asked (or home, where it is not safe to tell). */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const here = await signedIn(request.headers);
  const answer = await submit(request, SwitchForm, async ({ orgId, to }) => {
    await switchOrganisation(viewer, here?.sessionId ?? "", orgId);
    return safePath(to);
  });
  if (!answer.ok) throw refuse("notFound");
  return redirect(answer.value);
}
export const loader = () => redirect("/organisations");
