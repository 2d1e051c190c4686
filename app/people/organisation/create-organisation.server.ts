import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** A company with its maker as the owner. Gives its id. */
export async function createOrganisation(viewer: Viewer, { name, city }: { name: string; city: string }): Promise<string> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const org = await tx.organisation.create({
      data: { kind: "COMPANY", name, city, createdAt: now, members: { create: { userId: viewer.userId, role: "OWNER", createdAt: now } } },
      select: { id: true },
    });
    return org.id;
  });
}
