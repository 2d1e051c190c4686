import type { DraftValues } from "#app/campaigns/editing/brief.ts";
import { picturesIn } from "#app/campaigns/editing/story.server.ts";
import type { FileItem } from "#app/files/file.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import type { Tx } from "#app/transact.server.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every file that the inputs name: uploads, and pictures inside the story. */
export const filesNamed = (values: DraftValues): string[] => [
  ...new Set(
    Object.entries(values).flatMap(([name, value]) => {
      if (/(?:^|\.)(?:cover|pictures|picture|files)\[\]$/.test(name)) return ([] as string[]).concat(value).filter((id) => uuid.test(id));
      return name === "story" ? picturesIn(String(value)) : [];
    }),
  ),
];

/** Files of the viewer that the inputs name belong to the campaign from now on; ids of other people's files attach nothing. */
export async function linkDraftFiles(tx: Tx, viewer: Viewer, campaignId: string, values: DraftValues): Promise<void> {
  const named = filesNamed(values);
  if (named.length === 0) return;
  const free = await tx.file.findMany({
    where: { id: { in: named }, ownerId: viewer.userId, links: { none: {} } },
    select: { id: true },
  });
  await linkFiles(
    tx,
    viewer,
    free.map((file) => file.id),
    "campaign",
    campaignId,
  );
}

/** The files of a campaign, by id. */
export async function campaignFiles(on: Pick<Tx, "fileLink">, campaignId: string): Promise<Map<string, FileItem>> {
  const links = await on.fileLink.findMany({
    where: { subjectType: "campaign", subjectId: campaignId },
    select: { file: { select: { id: true, name: true, mime: true, sizeBytes: true } } },
    take: 500,
  });
  return new Map(links.map(({ file }) => [file.id, { ...file, href: `/files/${file.id}` }]));
}
