import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Takes an open invitation back: its link no longer opens anything. */
export async function revokeInvitation(viewer: Viewer, orgId: string, invitationId: string): Promise<void> {
  await transact(async (tx) => {
    await lockOrganisation(tx, viewer, orgId, "org:manage");
    const { count } = await tx.invitation.updateMany({
      where: { id: invitationId, orgId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: await appNow(tx) },
    });
    if (count === 0) throw new Refusal("invitationOver");
  });
}
