// npm run backup -- <folder>   one state of the database, and the files it names, while the product goes on
import path from "node:path";
import { dump } from "#sandbox/backup/dump.ts";
import { openPlace, type Place } from "#sandbox/backup/place.ts";
import { Unready } from "#sandbox/postgres.ts";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: npm run backup -- <empty folder>");
  process.exit(1);
}
let place: Place | undefined;
let code = 0;
try {
  place = await openPlace({ fresh: false });
  const { tables, files, channel, at } = await dump({ ...place, folder: path.resolve(folder) });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `${at}: ${tables.length} tables, ${rows} rows, ${files.list.length} files${channel ? ", and what the town's payment service remembers" : ""}`,
  );
  if (files.missing.length > 0)
    console.log(`${files.missing.length} files had been removed meanwhile: ${files.missing.slice(0, 5).join(", ")}`);
  console.log(`未包含：SESSION_SECRET（加密列需要它，请另行保管）${channel ? "" : "与支付通道自身的记录"}。`);
  console.log(
    `Not in here: SESSION_SECRET, which the encrypted columns need (keep it elsewhere)${channel ? "" : ", and what the payment channel keeps itself"}.`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Unready ? error.message : ((error as Error).stack ?? error)}\n`);
  code = 1;
}
await place?.close();
process.exit(code);
