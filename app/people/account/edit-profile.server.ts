import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The person's own name and language. Their organisation of one carries the same name, unless it has been verified under another. */
export async function editProfile(viewer: Viewer, { name, locale }: { name: string; locale: "zh" | "en" }): Promise<void> {
  await transact(async (tx) => {
    await tx.user.update({ where: { id: viewer.userId }, data: { name, locale } });
    await tx.organisation.updateMany({
      where: { kind: "PERSON", verifiedAt: null, name: viewer.name, members: { some: { userId: viewer.userId, role: "OWNER" } } },
      data: { name },
    });
  });
}
