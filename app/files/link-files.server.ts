import { db } from "#app/db.server.ts";
import type { FileItem, SubjectType } from "#app/files/file.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Attaches files to a subject, in this order. Only the viewer's own files that belong to nothing else: anything else is "not found",
 * so an id seen elsewhere attaches nothing. Attaching again is a no-op.
 */
export async function linkFiles(tx: Tx, viewer: Viewer, fileIds: readonly string[], subjectType: SubjectType, subjectId: string) {
  const ids = [...new Set(fileIds)];
  if (ids.length === 0) return;
  const linked = new Set(
    (await tx.fileLink.findMany({ where: { subjectType, subjectId, fileId: { in: ids } }, select: { fileId: true } })).map((l) => l.fileId),
  );
  const fresh = ids.filter((id) => !linked.has(id));
  if (fresh.length === 0) return;
  // Locked by one statement, judged by the next: a statement that waited for the lock would still see what was linked before it began.
  await tx.$executeRaw`SELECT 1 FROM "File" WHERE id = ANY(${fresh}::uuid[]) ORDER BY id FOR UPDATE`;
  const free = await tx.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM "File" f
    WHERE f.id = ANY(${fresh}::uuid[]) AND f."ownerId" = ${viewer.userId}::uuid
      AND NOT EXISTS (SELECT 1 FROM "FileLink" l WHERE l."fileId" = f.id)`;
  if (free.length !== fresh.length) throw new Refusal("notFound", {}, "files");
  await tx.fileLink.createMany({ data: fresh.map((fileId) => ({ fileId, subjectType, subjectId, ord: ids.indexOf(fileId) })) });
}

/** Makes a subject's files exactly these: missing ones are detached, new ones attached as by linkFiles. */
export async function setFiles(tx: Tx, viewer: Viewer, fileIds: readonly string[], subjectType: SubjectType, subjectId: string) {
  await tx.fileLink.deleteMany({ where: { subjectType, subjectId, fileId: { notIn: [...fileIds] } } });
  await linkFiles(tx, viewer, fileIds, subjectType, subjectId);
}

/** The files of several subjects of one kind, by subject id, in their order. One query. */
export async function filesOf(
  subjectType: SubjectType,
  subjectIds: readonly string[],
  on: Pick<Tx, "fileLink"> = db,
): Promise<Map<string, FileItem[]>> {
  if (subjectIds.length === 0) return new Map();
  const links = await on.fileLink.findMany({
    where: { subjectType, subjectId: { in: [...subjectIds] } },
    orderBy: [{ ord: "asc" }, { fileId: "asc" }],
    select: { subjectId: true, file: { select: { id: true, name: true, mime: true, sizeBytes: true } } },
    take: 1000,
  });
  const bySubject = new Map<string, FileItem[]>(subjectIds.map((id) => [id, []]));
  for (const { subjectId, file } of links) bySubject.get(subjectId)!.push({ ...file, href: `/files/${file.id}` });
  return bySubject;
}

/** Files just uploaded by the viewer, by id: for showing a form again with what it already holds. */
export async function ownFiles(viewer: Viewer, fileIds: readonly string[]): Promise<FileItem[]> {
  if (fileIds.length === 0) return [];
  const rows = await db.file.findMany({
    where: { id: { in: [...fileIds] }, ownerId: viewer.userId },
    select: { id: true, name: true, mime: true, sizeBytes: true },
  });
  const byId = new Map(rows.map((r) => [r.id, { ...r, href: `/files/${r.id}` }]));
  return fileIds.flatMap((id) => byId.get(id) ?? []);
}
