import { signal } from "#app/live/live.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";

/** The pages that show what is owed look again. */
export const tellDebts = (tx: Tx, orgId: string) => afterCommit(tx, () => signal({ org: orgId }, "payee"));
