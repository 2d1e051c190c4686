import { setFiles } from "#app/files/link-files.server.ts";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import type { OrganisationEdit } from "#app/people/organisation/organisation.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** What the market sees of an organisation: name, city, words about it, skills, categories, picture. */
export async function editOrganisation(viewer: Viewer, orgId: string, { avatar, website, ...edit }: OrganisationEdit): Promise<void> {
  await transact(async (tx) => {
    await lockOrganisation(tx, viewer, orgId, "org:manage");
    if (avatar[0]) await setFiles(tx, viewer, avatar, "avatar", orgId);
    await tx.organisation.update({
      where: { id: orgId },
      data: { ...edit, website: website || null, ...(avatar[0] ? { avatarFileId: avatar[0] } : {}) },
    });
  });
}
