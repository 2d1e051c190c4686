import { documents } from "#app/people/account/documents.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Records that the viewer agrees to the present versions of the terms and the privacy notice. */
export async function agree(viewer: Viewer): Promise<void> {
  await transact(async (tx) => {
    const at = await appNow(tx);
    const data = Object.entries(documents).map(([document, version]) => ({ userId: viewer.userId, document, version, at }));
    await tx.consent.createMany({ data, skipDuplicates: true });
  });
}
