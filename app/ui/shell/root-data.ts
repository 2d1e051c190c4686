import { useRouteLoaderData } from "@remix-run/react";
import type { Language } from "#app/i18n/i18n.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** What every page knows: who is looking, their unread notices, the language, and the moment by the server's clock. */
export type RootData = { viewer: Viewer | null; unread: number; lang: Language; nowMs: number };

export const useRootData = () => useRouteLoaderData("root") as RootData | undefined;
export const useViewer = (): Viewer | null => useRootData()?.viewer ?? null;
