import { linkFiles } from "#app/files/link-files.server.ts";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import { MAX_PORTFOLIO } from "#app/people/organisation/organisation.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

type Work = { title: string; description: string; picture: string[] };

/** Shows one more piece of work on the provider's page. */
export async function addPortfolioItem(viewer: Viewer, orgId: string, { title, description, picture }: Work): Promise<string> {
  return transact(async (tx) => {
    await lockOrganisation(tx, viewer, orgId, "org:manage");
    if ((await tx.portfolioItem.count({ where: { orgId } })) >= MAX_PORTFOLIO) throw new Refusal("tooManyItems", { max: MAX_PORTFOLIO });
    const now = await appNow(tx);
    const { id } = await tx.portfolioItem.create({
      data: { orgId, title, description, fileId: picture[0] ?? null, createdAt: now },
      select: { id: true },
    });
    await linkFiles(tx, viewer, picture, "portfolio", id);
    return id;
  });
}
