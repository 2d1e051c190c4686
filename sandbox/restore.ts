// npm run restore -- <folder>   brings a backup into an empty database and an empty files folder, and runs the audit on what came back
import path from "node:path";
import pg from "pg";
import { auditOf } from "#sandbox/backup/audit-of.ts";
import { load } from "#sandbox/backup/load.ts";
import { openPlace, type Place } from "#sandbox/backup/place.ts";
import { Unready } from "#sandbox/postgres.ts";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: npm run restore -- <folder of a backup>");
  process.exit(1);
}
let place: Place | undefined;
let code = 0;
try {
  place = await openPlace({ fresh: true });
  const { tables, files, at } = await load({ ...place, folder: path.resolve(folder) });
  console.log(
    `${at}: ${tables.length} tables, ${tables.reduce((sum, table) => sum + table.rows, 0)} rows, ${files.list.length} files came back as they were`,
  );
  const client = new pg.Client(place.url);
  await client.connect();
  const found = await auditOf(client);
  await client.end();
  for (const { name, rows } of found) console.log(`${rows.length ? "✗" : "✓"} ${name}${rows.length ? `: ${rows[0]}` : ""}`);
  place.settle();
  code = found.some(({ rows }) => rows.length > 0) ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Unready ? error.message : ((error as Error).stack ?? error)}\n`);
  code = 1;
}
await place?.close();
process.exit(code);
