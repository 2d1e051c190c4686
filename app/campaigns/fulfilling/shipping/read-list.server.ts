import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

const MOST_BYTES = 2 * 1024 * 1024;

/** The text of a list that the viewer just uploaded; only plain text is one. */
export async function readList(viewer: Viewer, fileId: string): Promise<string> {
  const file = await db.file.findFirst({
    where: { id: fileId, ownerId: viewer.userId },
    select: { name: true, mime: true, sizeBytes: true, storageKey: true },
  });
  if (!file) throw new Refusal("notFound", {}, "files");
  if (!file.mime.startsWith("text/") || file.sizeBytes > MOST_BYTES) throw new Refusal("fileType", { name: file.name }, "files");
  const bytes = await storage.get(file.storageKey);
  if (!bytes) throw new Refusal("notFound", {}, "files");
  return new Response(bytes).text();
}
