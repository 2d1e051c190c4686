import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The language of pages and mails, also chosen by the switch in the header. */
export async function chooseLanguage(viewer: Viewer, locale: "zh" | "en"): Promise<void> {
  await transact((tx) => tx.user.update({ where: { id: viewer.userId }, data: { locale } }));
}
