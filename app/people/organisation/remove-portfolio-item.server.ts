import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Takes a piece of work off the page. */
export async function removePortfolioItem(viewer: Viewer, orgId: string, itemId: string): Promise<void> {
  await transact(async (tx) => {
    await lockOrganisation(tx, viewer, orgId, "org:manage");
    const { count } = await tx.portfolioItem.deleteMany({ where: { id: itemId, orgId } });
    if (count === 0) throw new Refusal("notFound");
    await tx.fileLink.deleteMany({ where: { subjectType: "portfolio", subjectId: itemId } });
  });
}
