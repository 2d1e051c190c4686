import type { Viewer } from "#app/people/viewer.ts";
import { actFor } from "../acts.server.ts";

export type Context = { viewer: Viewer; contractId: string };
/** One form of the contract's pages. What it gives is where the person stands afterwards (default: the contract). */
export const act = actFor<Context>();
