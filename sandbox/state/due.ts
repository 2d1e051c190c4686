// Work that time itself does: funds that become available, sessions that lapse, refunds that arrive.
import type { Sandbox } from "#sandbox/state/sandbox.ts";

export type DueWork = Record<string, (sandbox: Sandbox, id: string) => void>;

export function schedule(sandbox: Sandbox, atMs: number, kind: string, id: string) {
  sandbox.store.run("INSERT INTO due (at, kind, id) VALUES (?, ?, ?)", Math.round(atMs), kind, id);
}

export const isScheduled = (sandbox: Sandbox, kind: string) =>
  sandbox.store.one("SELECT seq FROM due WHERE kind = ? LIMIT 1", kind) !== undefined;

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
        attempt(sandbox, work, row);
      }
    });
    done += rows.length;
  }
}

/** One piece of work that fails is undone, counted and left behind; the rest goes on. */
function attempt(sandbox: Sandbox, work: DueWork, row: { kind: string; id: string }) {
  try {
    sandbox.store.write(() => work[row.kind]?.(sandbox, row.id));
  } catch (error) {
    console.error(error);
    sandbox.store.count("bug", `${row.kind} ${row.id}: ${String(error).slice(0, 200)}`);
  }
}
