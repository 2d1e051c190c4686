// Forgetting everything, and showing everything.
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { TABLES } from "#sandbox/state/store.ts";

/** Back to an empty world at the present moment; the standing webhook addresses stay. */
export async function reset(sandbox: Sandbox) {
  const { store } = sandbox;
  store.write(() => {
    for (const table of TABLES) {
      if (table === "object") store.run("DELETE FROM object WHERE id NOT LIKE 'we_standing%'");
      else store.run(`DELETE FROM ${table}`);
    }
  });
  await sandbox.clock.move(0);
}

export function exportAll(sandbox: Sandbox) {
  const { store, clock } = sandbox;
  const objects = store
    .all<{ type: string; account: string; body: string }>("SELECT type, account, body FROM object ORDER BY seq")
    .map((row) => ({ type: row.type, account: row.account, body: JSON.parse(row.body) }));
  const rows = Object.fromEntries(
    TABLES.filter((table) => table !== "object").map((table) => [table, store.all(`SELECT * FROM ${table} ORDER BY 1`)]),
  );
  return { exportedAt: new Date(clock.now()).toISOString(), clockOffsetMs: clock.offsetMs(), objects, ...rows };
}
