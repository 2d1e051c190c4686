import type { ActionFunctionArgs } from "@remix-run/node";
import { ownFiles } from "#app/files/link-files.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Refusal } from "#app/refusal.ts";

/** Files sent ahead of their form, so that the browser can show their progress. They belong to the sender and to nothing else yet. */
export async function action({ request }: ActionFunctionArgs) {
  try {
    const viewer = await viewerOf(request.headers);
    if (!viewer) throw new Refusal("signInFirst");
    await limit("act", viewer);
    const form = await receiveForm(request, viewer);
    const ids = form.getAll("file").filter((id): id is string => typeof id === "string");
    return Response.json({ files: await ownFiles(viewer, ids) });
  } catch (e) {
    if (e instanceof Refusal) return Response.json({ refusal: { code: e.code, params: e.params } }, { status: e.status });
    throw e;
  }
}
