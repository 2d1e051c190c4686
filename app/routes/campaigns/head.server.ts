import { z } from "zod";
import { campaignHead } from "#app/campaigns/showing/talk.server.ts";
import { orNotFound } from "#app/http.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** The campaign that an address names, as far as the viewer may see it; else there is no such page. */
export async function headOf(viewer: Viewer | null, campaignId: string | undefined) {
  const id = orNotFound(z.uuid().safeParse(campaignId).data);
  const { creatorId, ...head } = orNotFound(await campaignHead(viewer, id));
  return head;
}
