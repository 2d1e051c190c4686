// What there is to keep: every table with its columns and key, the references between them, and every sequence.
import pg from "pg";

/** select: its columns as they are kept. */
export type Table = { schema: string; name: string; columns: string[]; select?: string[]; order: string[]; where: string };
const id = pg.escapeIdentifier;
export const named = ({ schema, name }: Pick<Table, "schema" | "name">) => `${id(schema)}.${id(name)}`;

/** Rows without which nothing is lost: finished jobs, and what one server wrote for its sockets. */
const WHERE: Record<string, string> = { "pgboss.job": "WHERE state < 'completed'", "public.socket_io_attachments": "WHERE false" };
/** Of the queue, what it still has to do; its own counting starts afresh. */
const QUEUE = ["queue", "job"];

/** The number of a database transaction means nothing in another cluster: it is kept as the one that never was. */
const column = ({ name, type }: { name: string; type: string }) => (type === "xid8" ? `'0'::xid8 AS ${id(name)}` : id(name));

export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: { name: string; type: string }[]; key: string[] }>(
    `
    SELECT n.nspname AS schema, c.relname AS name,
           (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
           coalesce((SELECT json_agg(a.attname ORDER BY k.ord) FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(num, ord)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num WHERE i.indrelid = c.oid AND i.indisprimary), '[]'::json) AS key
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND ((n.nspname = 'public' AND c.relname <> '_prisma_migrations') OR (n.nspname = 'pgboss' AND c.relname = ANY($1)))
     ORDER BY n.nspname DESC, c.relname`,
    [QUEUE],
  );
  const tables = rows.map(({ schema, name, columns, key }) => ({
    schema,
    name,
    columns: columns.map((c) => c.name),
    select: columns.map(column),
    order: key,
    where: WHERE[`${schema}.${name}`] ?? "",
  }));
  // Of the queue's own, the queues before their jobs.
  return tables.sort((a, b) => QUEUE.indexOf(a.name) - QUEUE.indexOf(b.name));
}

/** The references between tables, as they are written: taken off while rows are loaded, put back and asked of every row afterwards. */
export async function referencesOf(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    SELECT k.conrelid::regclass::text AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND n.nspname = 'public' ORDER BY 1, 2`);
  return rows;
}

/** The rows of a table in the order of its key, so that the same rows are the same bytes. */
export function copySql(table: Table): string {
  const order = table.order.length > 0 ? `ORDER BY ${table.order.map(id).join(", ")}` : "";
  const select = table.select ?? table.columns.map(id);
  return `COPY (SELECT ${select.join(", ")} FROM ${named(table)} ${table.where} ${order}) TO STDOUT`;
}

export async function sequencesOf(client: pg.Client) {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT sequencename AS name, coalesce(last_value, 0)::text AS value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows;
}
