// Work that time itself does: funds that become available, sessions that lapse, refunds that arrive.
import type { Sandbox } from "#sandbox/state/sandbox.ts";

export type DueWork = Record<string, (sandbox: Sandbox, id: string) => void>;

export function schedule(sandbox: Sandbox, atMs: number, kind: string, id: string) {
  sandbox.store.run("INSERT INTO due (at, kind, id) VALUES (?, ?, ?)", Math.round(atMs), kind, id);
}

/** Does everything whose moment has come, in order, and returns how much that was. */
export function settle(sandbox: Sandbox, work: DueWork): number {
  const { store, clock } = sandbox;
  const sql = "SELECT seq, kind, id FROM due WHERE at <= ? ORDER BY at, seq LIMIT 500";
  let done = 0;
  for (;;) {
    const rows = store.all<{ seq: number; kind: string; id: string }>(sql, clock.now());
    if (rows.length === 0) return done;
    store.write(() => {
      for (const row of rows) {
        store.run("DELETE FROM due WHERE seq = ?", row.seq);
        work[row.kind]?.(sandbox, row.id);
      }
    });
    done += rows.length;
  }
}
