import type { ActionFunctionArgs } from "@remix-run/node";
import { ownFiles } from "#app/files/link-files.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Refusal } from "#app/refusal.ts";

/** Files sent ahead of their form, so that the browser can show their progress. They belong to the sender and to nothing else yet. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  try {
    const form = await receiveForm(request, viewer);
    const ids = form.getAll("file").filter((id): id is string => typeof id === "string");
    return Response.json({ files: await ownFiles(viewer, ids) });
  } catch (e) {
    if (e instanceof Refusal) return Response.json({ refusal: { code: e.code, params: e.params } }, { status: e.status });
    throw e;
  }
}
