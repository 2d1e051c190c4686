// For commands that work on the product's data: the environment of the town here (running or not), or the one that is given.
import fs from "node:fs";
import { localEnvironment } from "#sandbox/local-environment.ts";
import { migrate } from "#sandbox/migrate.ts";
import { DATABASE, runningPort, startPostgres, Unready } from "#sandbox/postgres.ts";
import { openState } from "#sandbox/state-folder.ts";

/** Afterwards #app can be imported. Call what it returns at the end. */
export async function connect(): Promise<() => Promise<void>> {
  if (process.env.APP_MODE === "live" || process.env.SESSION_SECRET) return async () => {};
  const state = openState(process.env.STATE_DIR || ".state");
  const folder = state.file("pg");
  if (!process.env.DATABASE_URL && !fs.existsSync(folder))
    throw new Unready(`${state.dir} 中还没有数据，请先运行 npm start。There is no town in ${state.dir} yet: run npm start first.`);
  const port = runningPort(folder);
  const server = process.env.DATABASE_URL || port ? undefined : await startPostgres(folder);
  if (server) await migrate(server.url(DATABASE));
  const databaseUrl =
    process.env.DATABASE_URL || server?.url(DATABASE, "jincheng") || `postgresql://jincheng@127.0.0.1:${port}/${DATABASE}`;
  Object.assign(process.env, localEnvironment(state, { port: Number(process.env.PORT || 3000), databaseUrl }), { ROLE: "web" });
  return async () => server?.stop();
}

/** Runs a command with the product at hand; its number is the exit code. A cause the person can remove is one sentence. */
export async function command(run: () => Promise<number>) {
  let close: () => Promise<void> = async () => {};
  let code = 1;
  try {
    close = await connect();
    code = await run();
    const { stopQueue } = await import("#app/queue.server.ts");
    await stopQueue();
    await (await import("#app/db.server.ts")).db.$disconnect();
  } catch (error) {
    process.stderr.write(`${error instanceof Unready ? error.message : ((error as Error).stack ?? error)}\n`);
  }
  await close();
  process.exit(code);
}
