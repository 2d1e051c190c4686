// npm start and npm run dev: the outside world on one machine, then the product as its own process.
// Whatever the environment already names (DATABASE_URL, STRIPE_SECRET_KEY, SMTP_URL, ...) is used instead of the embedded part.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { APP_PROCESS } from "#sandbox/app-process.ts";
import { banner } from "#sandbox/banner.ts";
import { localEnvironment, webhookSecrets } from "#sandbox/local-environment.ts";
import { migrate } from "#sandbox/migrate.ts";
import { createDatabase, DATABASE, dropDatabase, freePort, type Postgres, startPostgres, Unready } from "#sandbox/postgres.ts";
import { type RunningWorld, startWorld } from "#sandbox/start-world.ts";
import { openState } from "#sandbox/state-folder.ts";

const began = performance.now();
const dev = process.argv.includes("--dev");
const live = process.env.APP_MODE === "live";

const state = openOrExit();
const parts: { postgres?: Postgres; world?: RunningWorld; app?: ChildProcess } = {};
let closing = false;
let starting = Promise.resolve();

function openOrExit() {
  try {
    return openState(process.env.STATE_DIR || ".state");
  } catch (error) {
    tell(error);
    process.exit(1);
  }
}

function tell(error: unknown) {
  process.stderr.write(`${error instanceof Unready ? error.message : ((error as Error)?.stack ?? error)}\n`);
}

/** Everything stops in the order in which it depends on one another; the exit code is the app's. What is being started is let finish first. */
async function stop(code: number) {
  if (closing) return;
  closing = true;
  await end(parts.app);
  await starting.catch(() => undefined);
  await end(parts.app);
  await parts.world?.stop();
  await parts.postgres?.stop();
  state.release();
  process.exit(code);
}

/** Between two steps of a start: someone may have asked to stop. */
function goOn() {
  if (closing) throw new Error("stopped while starting");
}

function end(child: ChildProcess | undefined) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return gone;
}

async function portMustBeFree(port: number) {
  await new Promise<void>((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Unready(`端口 ${port} 已被占用，可用 PORT=… 换一个。Port ${port} is taken: choose another with PORT=….`)
          : error,
      ),
    );
    probe.listen(port, () => probe.close(() => resolve()));
  });
}

const isFree = (port: number) =>
  portMustBeFree(port).then(
    () => true,
    () => false,
  );

/** True when the town has to be built: this is the first start, or the one before was cut short while building it. */
async function openDatabase(postgres: Postgres) {
  const finished = fs.existsSync(state.file("seeded"));
  if (!finished) {
    await dropDatabase(postgres, DATABASE);
    for (const name of ["world", "files"]) fs.rmSync(state.file(name), { recursive: true, force: true });
  }
  await createDatabase(postgres, DATABASE);
  return !finished;
}

async function seed(env: NodeJS.ProcessEnv) {
  if (process.env.SEED !== "none") {
    process.stderr.write("建造演示小镇 Building the demo town …\n");
    // A town that a power cut leaves half built is built again: only its last commit waits for the disk.
    const hasty = { PGOPTIONS: "-c synchronous_commit=off" };
    const child = spawn(process.execPath, ["prisma/seed.ts"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...env, ...hasty, ROLE: "web" },
    });
    parts.app = child;
    state.adopt(child.pid);
    const code = await new Promise((resolve) => child.once("exit", resolve));
    parts.app = undefined;
    goOn();
    if (code !== 0)
      throw new Unready(
        "演示数据没有建成，原因见上；下次启动会重新建造，SEED=none 则不建造。The demo town could not be built (see above); the next start builds it afresh, and SEED=none starts without it.",
      );
  }
  fs.writeFileSync(state.file("seeded"), new Date().toISOString());
}

async function openWorld(port: number, databaseUrl: string) {
  const wanted = Number(process.env.SANDBOX_PORT || port + 1);
  const dir = state.file("world");
  fs.mkdirSync(dir, { recursive: true });
  const secrets = webhookSecrets(state);
  return startWorld({
    dir,
    port: (await isFree(wanted)) ? wanted : await freePort(),
    databaseUrl,
    appUrl: process.env.APP_URL || `http://localhost:${port}`,
    webhook: { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret: secrets.webhook },
    thinWebhook: { url: `http://127.0.0.1:${port}/webhooks/stripe-accounts`, secret: secrets.accountsWebhook },
  });
}

function runApp(env: NodeJS.ProcessEnv) {
  const args = dev
    ? [
        "--disable-warning=ExperimentalWarning",
        "node_modules/.bin/remix",
        "vite:dev",
        "--config",
        "remix.config.js",
        "--port",
        env.PORT as string,
        "--strictPort",
      ]
    : APP_PROCESS;
  const app = spawn(process.execPath, args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env,
  });
  parts.app = app;
  state.adopt(app.pid);
  return new Promise<void>((resolve, reject) => {
    app.once("message", () => resolve());
    app.once("exit", (code) => {
      void stop(code ?? 1);
      reject(new Error("the app ended"));
    });
  });
}

async function startLocal(port: number): Promise<NodeJS.ProcessEnv> {
  const given = process.env;
  let databaseUrl = given.DATABASE_URL;
  let ownerUrl = given.MIGRATE_DATABASE_URL || databaseUrl;
  let fresh = false;
  if (!databaseUrl) {
    parts.postgres = await startPostgres(state.file("pg"));
    fresh = await openDatabase(parts.postgres);
    ownerUrl = parts.postgres.url(DATABASE);
    databaseUrl = parts.postgres.url(DATABASE, "jincheng");
  }
  goOn();
  await migrate(ownerUrl as string);
  goOn();
  if (!given.STRIPE_SECRET_KEY || !given.SMTP_URL) {
    parts.world = await openWorld(port, ownerUrl as string);
    state.adopt(parts.world.pid);
  }
  const env = localEnvironment(state, { port, databaseUrl, world: parts.world });
  goOn();
  if (fresh) await seed({ ...env, OWNER_DATABASE_URL: ownerUrl });
  return env;
}

/** Nothing is embedded and nothing is made up: the environment says it all, or says what is missing. */
async function startLive(): Promise<NodeJS.ProcessEnv> {
  await import("#app/env.server.ts");
  await migrate((process.env.MIGRATE_DATABASE_URL || process.env.DATABASE_URL) as string);
  return process.env;
}

async function main() {
  const port = process.env.PORT === "0" ? await freePort() : Number(process.env.PORT || 3000);
  await state.take();
  await portMustBeFree(port);
  const env = live ? await startLive() : await startLocal(port);
  goOn();
  await runApp({ ...env, NODE_ENV: dev ? "development" : "production" });
  banner({
    appUrl: env.APP_URL as string,
    worldUrl: parts.world?.url,
    demoFile: state.file("demo.json"),
    seconds: (performance.now() - began) / 1000,
  });
  process.send?.({ url: env.APP_URL, worldUrl: parts.world?.url, databaseUrl: env.DATABASE_URL });
}

// npm sends on what a terminal sent to both already: the second one must not end a stop half-way.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
process.once("disconnect", () => void stop(0));
starting = main();
await starting.catch(async (error) => {
  if (!closing) tell(error);
  await stop(1);
});
