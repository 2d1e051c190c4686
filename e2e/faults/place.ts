import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { migrate } from "#sandbox/migrate.ts";
import { createDatabase, freePort, type Postgres, startPostgres } from "#sandbox/postgres.ts";
import { type RunningWorld, startWorld } from "#sandbox/start-world.ts";
import { type App, startApp } from "./app.ts";
import { layGates } from "./gates.ts";

/** A database, a channel and a mail box that nobody else uses, on ports that stay the same however often their processes die. */
export const DATABASE = "faults";

/** A migrated cluster that was shut down cleanly: every case begins with a copy of it. */
export async function makeTemplate(folder: string): Promise<void> {
  const server = await startPostgres(folder);
  await createDatabase(server, DATABASE);
  await migrate(server.url(DATABASE));
  await layGates(server.url(DATABASE));
  await server.stop();
}

export type Place = {
  dir: string;
  env: NodeJS.ProcessEnv;
  /** Where people and the channel find the product. */
  url: string;
  postgres: Postgres;
  world: RunningWorld;
  /** Everything that was started and not ended yet. */
  apps: Set<App>;
  /** A process of the product; the first one has the port that is known. */
  startApp(more?: { port?: number; role?: "web" | "worker" | "all" }): Promise<App>;
  restartPostgres(): Promise<void>;
  restartWorld(): Promise<void>;
  /** These processes stand still until all are told to go on, or the case is left. */
  freeze(pids: readonly number[]): void;
  thaw(): void;
  /** As the owner of the database, outside the product. */
  sql<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Says what is not as it must be, and goes on. */
  must(so: boolean, otherwise: string): void;
  short: string[];
  /** How many successful charges the channel must know at the end. */
  charges: number;
  /** Where chance of this case begins. */
  seed: number;
  close(): Promise<void>;
};

export async function openPlace(template: string, seed: number): Promise<Place> {
  const dir = fs.mkdtempSync(path.join(tmpdir(), "jincheng-faults-"));
  fs.chmodSync(dir, 0o755); // the database runs as another user when this one is root
  const folder = path.join(dir, "pg");
  fs.cpSync(template, folder, { recursive: true, preserveTimestamps: true });
  fs.chmodSync(folder, 0o700);
  copyOwners(template, folder);
  const port = await freePort();
  const secret = () => randomBytes(32).toString("hex");
  const [hook, thin] = [`whsec_${secret()}`, `whsec_${secret()}`];
  const postgres = await startPostgres(folder);
  const owner = postgres.url(DATABASE);
  const worldDir = path.join(dir, "world");
  fs.mkdirSync(worldDir);
  const url = `http://localhost:${port}`;
  const openWorld = (at: { port?: number; smtpPort?: number } = {}) =>
    startWorld({
      dir: worldDir,
      ...at,
      databaseUrl: owner,
      appUrl: url,
      webhook: { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret: hook },
      thinWebhook: { url: `http://127.0.0.1:${port}/webhooks/stripe-accounts`, secret: thin },
    });
  const world = await openWorld({ port: await freePort(), smtpPort: await freePort() });
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    TZ: process.env.TZ,
    NODE_ENV: "production",
    APP_MODE: "local",
    APP_URL: url,
    PORT: String(port),
    LOG_LEVEL: "warn",
    DATABASE_URL: postgres.url(DATABASE, "jincheng"),
    SESSION_SECRET: secret(),
    STRIPE_SECRET_KEY: "sk_test_sandbox_local",
    STRIPE_WEBHOOK_SECRET: hook,
    STRIPE_ACCOUNTS_WEBHOOK_SECRET: thin,
    STRIPE_API_BASE: world.url,
    SMTP_URL: `smtp://127.0.0.1:${world.smtpPort}`,
    FILES_DIR: path.join(dir, "files"),
  };
  // Connections that die with the database are replaced by the next question.
  const asking = new pg.Pool({ connectionString: owner, max: 4 });
  asking.on("error", () => {});
  const frozen: number[] = [];
  const signal = (pids: readonly number[], name: NodeJS.Signals) => {
    for (const pid of pids)
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
  };
  const place: Place = {
    dir,
    env,
    url,
    postgres,
    world,
    apps: new Set(),
    short: [],
    charges: 0,
    seed,
    async startApp({ port: at = port, role = "all" } = {}) {
      const app = await startApp({ ...env, PORT: String(at), APP_URL: `http://localhost:${at}`, ROLE: role }, path.join(dir, "app.log"));
      place.apps.add(app);
      void app.gone.then(() => place.apps.delete(app));
      return app;
    },
    async restartPostgres() {
      place.postgres = await startPostgres(folder, { at: postgres.port });
    },
    async restartWorld() {
      place.world = await openWorld({ port: Number(new URL(world.url).port), smtpPort: world.smtpPort });
    },
    freeze(pids) {
      frozen.push(...pids);
      signal(pids, "SIGSTOP");
    },
    thaw: () => signal(frozen.splice(0), "SIGCONT"),
    async sql(text, values) {
      return (await asking.query(text, values)).rows as never;
    },
    must(so, otherwise) {
      if (!so) place.short.push(otherwise);
    },
    async close() {
      for (const app of place.apps) await app.kill();
      await asking.end();
      await place.world.stop();
      await place.postgres.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
  return place;
}

/** A copy belongs to whoever made it; the database's own user must own its files. */
function copyOwners(from: string, to: string) {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = fs.statSync(from);
  for (const entry of fs.readdirSync(to, { recursive: true, encoding: "utf8" })) fs.lchownSync(path.join(to, entry), uid, gid);
  fs.chownSync(to, uid, gid);
}
