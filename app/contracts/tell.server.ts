import { signal } from "#app/live/live.server.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";

/** After the commit, the pages of both sides (and of operators) run their loaders again. */
export function tellContract(tx: Tx, contract: { id: string; taskId: string; employerId: string; providerId: string }) {
  afterCommit(tx, () => {
    for (const org of [contract.employerId, contract.providerId]) {
      signal({ org }, `contract:${contract.id}`);
      signal({ org }, `task:${contract.taskId}`);
    }
    signal({ operators: true }, `contract:${contract.id}`);
  });
}
