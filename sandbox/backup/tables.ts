// What there is to keep: every table with its columns and key, in an order in which references point backwards; and every sequence.
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
  const edges = await client.query<{ child: string; parent: string }>(`
    SELECT DISTINCT a.relname AS child, b.relname AS parent FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
      JOIN pg_namespace n ON n.oid = a.relnamespace WHERE k.contype = 'f' AND n.nspname = 'public' AND a.oid <> b.oid`);
  const tables = rows.map(({ schema, name, columns, key }) => ({
    schema,
    name,
    columns: columns.map((c) => c.name),
    select: columns.map(column),
    order: key,
    where: WHERE[`${schema}.${name}`] ?? "",
  }));
  const queue = tables.filter((table) => table.schema === "pgboss").sort((a, b) => QUEUE.indexOf(a.name) - QUEUE.indexOf(b.name));
  return [
    ...sorted(
      tables.filter((table) => table.schema === "public"),
      edges.rows,
    ),
    ...queue,
  ];
}

/** Parents before children. */
function sorted<T extends { name: string }>(tables: T[], edges: { child: string; parent: string }[]): T[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const order: T[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ name }) => !edges.some(({ child, parent }) => child === name && left.has(parent)));
    if (free.length === 0) throw new Error(`tables that refer to one another in a circle: ${[...left.keys()].join(", ")}`);
    for (const table of free) {
      order.push(table);
      left.delete(table.name);
    }
  }
  return order;
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
