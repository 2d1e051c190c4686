import pg from "pg";
import { checks } from "#app/ledger/checks.server.ts";

/**
 * The whole audit as one question, on one state of the database, over a connection that keeps its plan: it is asked after every command of
 * every history, and of a small database planning and asking forty times is what takes time.
 */
let asking: Promise<pg.Client> | undefined;
let text: Promise<string> | undefined;

async function connect() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, options: "-c TimeZone=UTC -c jit=off" });
  // The database of a file of tests is thrown away under it.
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Each check's own SQL, taken from it as it is asked. */
async function everyCheck(): Promise<string> {
  const parts: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const note = async (sql: TemplateStringsArray, ...values: unknown[]) => {
      if (values.length > 0) throw new Error(`the check ${name} is not of one piece`);
      parts.push(`SELECT '${name}' AS name, broken.what FROM (${sql.join("")}) AS broken`);
      return [];
    };
    await check({ $queryRaw: note } as unknown as Parameters<typeof check>[0]);
  }
  return parts.join("\nUNION ALL\n");
}

/** What the audit finds, in a few words. */
export async function broken(): Promise<string[]> {
  asking ??= connect();
  text ??= everyCheck();
  const { rows } = await (await asking).query<{ name: string; what: string }>({ name: "audit", text: await text });
  return rows.map(({ name, what }) => `${name} (${what})`);
}
