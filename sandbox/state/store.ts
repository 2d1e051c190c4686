// Everything the outside world remembers, in one SQLite file: what is committed here survives `kill -9`.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, account TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL, hidden TEXT NOT NULL DEFAULT '{}') STRICT;
  CREATE INDEX IF NOT EXISTS object_type ON object (type, account, seq);
  CREATE INDEX IF NOT EXISTS object_payment_intent ON object (type, body ->> '$.payment_intent');
  CREATE INDEX IF NOT EXISTS object_transfer_group ON object (type, body ->> '$.transfer_group');
  CREATE INDEX IF NOT EXISTS object_customer ON object (type, body ->> '$.customer');
  CREATE INDEX IF NOT EXISTS object_charge ON object (type, body ->> '$.charge');
  CREATE INDEX IF NOT EXISTS object_account ON object (type, body ->> '$.account');
  CREATE INDEX IF NOT EXISTS object_source ON object (type, body ->> '$.source');
  CREATE INDEX IF NOT EXISTS object_source_transaction ON object (type, body ->> '$.source_transaction');
  CREATE TABLE IF NOT EXISTS balance (
    account TEXT NOT NULL, currency TEXT NOT NULL, available INTEGER NOT NULL, pending INTEGER NOT NULL, PRIMARY KEY (account, currency)) STRICT;
  CREATE TABLE IF NOT EXISTS due (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS due_at ON due (at, seq);
  CREATE INDEX IF NOT EXISTS due_kind ON due (kind);
  CREATE TABLE IF NOT EXISTS idempotency (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    expires INTEGER NOT NULL, PRIMARY KEY (account, key)) STRICT;
  CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, event TEXT NOT NULL, payload TEXT NOT NULL, next INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'pending', signing TEXT NOT NULL DEFAULT 'good', answer TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS delivery_next ON delivery (state, next, seq);
  CREATE TABLE IF NOT EXISTS fault (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, nth INTEGER NOT NULL,
    times INTEGER NOT NULL, latency INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0, hit INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS fault_key (fault INTEGER NOT NULL, intent TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (fault, intent)) STRICT;
  CREATE TABLE IF NOT EXISTS request (
    account TEXT NOT NULL, key TEXT NOT NULL, endpoint TEXT NOT NULL, requests INTEGER NOT NULL, done INTEGER NOT NULL,
    replayed INTEGER NOT NULL, refused INTEGER NOT NULL, statuses TEXT NOT NULL, firstAt INTEGER NOT NULL, lastAt INTEGER NOT NULL,
    PRIMARY KEY (account, key, endpoint)) STRICT;
  CREATE TABLE IF NOT EXISTS counter (kind TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, name)) STRICT;
  CREATE TABLE IF NOT EXISTS mail (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL,
    text TEXT NOT NULL, html TEXT NOT NULL, links TEXT NOT NULL) STRICT;
`;
/** What states of earlier versions lack. */
const ADDED = [{ table: "fault", column: "each", as: "TEXT NOT NULL DEFAULT 'request'" }];
export const TABLES = [
  "object",
  "balance",
  "due",
  "idempotency",
  "delivery",
  "fault",
  "fault_key",
  "request",
  "counter",
  "mail",
  "setting",
] as const;

export type Row = Record<string, string | number | null>;
export interface Store {
  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[];
  one<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined;
  run(sql: string, ...values: SQLInputValue[]): { changes: number; seq: number };
  /** One transaction; a transaction inside another is a savepoint of it. */
  write<T>(work: () => T): T;
  afterCommit(work: () => void): void;
  setting<T>(name: string, fallback: T): T;
  set(name: string, value: unknown): void;
  count(kind: string, name: string): void;
  close(): void;
}

export function openStore(dir: string): Store {
  mkdirSync(dir, { recursive: true });
  const db = new DatabaseSync(path.join(dir, "sandbox.db"));
  // A commit survives the end of this process, however it ends; only the machine's own end could take the last ones.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
  db.exec(SCHEMA);
  for (const { table, column, as } of ADDED)
    if (!db.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?").get(table, column))
      db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${as}`);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  let depth = 0;
  let waiting: (() => void)[] = [];
  const store: Store = {
    all: (sql, ...values) => prepare(sql).all(...values) as never,
    one: (sql, ...values) => prepare(sql).get(...values) as never,
    run(sql, ...values) {
      const done = prepare(sql).run(...values);
      return { changes: Number(done.changes), seq: Number(done.lastInsertRowid) };
    },
    write(work) {
      const outer = depth === 0;
      const point = `s${depth}`;
      db.exec(outer ? "BEGIN IMMEDIATE" : `SAVEPOINT ${point}`);
      depth++;
      let result: ReturnType<typeof work>;
      try {
        result = work();
      } catch (error) {
        depth--;
        db.exec(outer ? "ROLLBACK" : `ROLLBACK TO ${point}; RELEASE ${point}`);
        if (outer) waiting = [];
        throw error;
      }
      depth--;
      db.exec(outer ? "COMMIT" : `RELEASE ${point}`);
      if (outer) for (const next of waiting.splice(0)) next();
      return result;
    },
    afterCommit(work) {
      if (depth === 0) work();
      else if (!waiting.includes(work)) waiting.push(work);
    },
    setting(name, fallback) {
      const row = store.one<{ value: string }>("SELECT value FROM setting WHERE name = ?", name);
      return row ? JSON.parse(row.value) : fallback;
    },
    set(name, value) {
      store.run("INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, JSON.stringify(value));
    },
    count(kind, name) {
      store.run("INSERT INTO counter VALUES (?, ?, 1) ON CONFLICT (kind, name) DO UPDATE SET n = n + 1", kind, name);
    },
    close: () => db.close(),
  };
  return store;
}
