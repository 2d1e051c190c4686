import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** From now on this session acts for that organisation. */
export async function switchOrganisation(viewer: Viewer, sessionId: string, orgId: string): Promise<void> {
  if (!belongs(viewer, orgId)) throw new Refusal("notFound");
  await transact((tx) => tx.session.updateMany({ where: { id: sessionId, userId: viewer.userId }, data: { activeOrgId: orgId } }));
}
