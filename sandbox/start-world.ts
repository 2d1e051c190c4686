// Starts the outside world as a process of its own and says where it listens.
import { spawn } from "node:child_process";
import path from "node:path";

export interface WorldOptions {
  dir: string;
  port?: number;
  smtpPort?: number;
  databaseUrl?: string;
  appUrl?: string;
  webhook?: { url: string; secret: string };
  thinWebhook?: { url: string; secret: string };
  record?: string;
}
export interface RunningWorld {
  url: string;
  smtpPort: number;
  pid: number;
  stop(): Promise<void>;
  kill(): void;
  /** Resolves when the process has ended, however it did. */
  gone: Promise<void>;
}

export async function startWorld(options: WorldOptions): Promise<RunningWorld> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(import.meta.dirname, "world.ts")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: environment(options),
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = await new Promise<{ port: number; smtpPort: number }>((resolve, reject) => {
    child.once("message", (message) => resolve(message as { port: number; smtpPort: number }));
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`The sandbox ended before it was ready (${signal ?? `code ${code}`}).`)));
  });
  // It ends by itself when this process does, so it need not keep this process alive.
  child.unref();
  child.channel?.unref();
  return {
    url: `http://127.0.0.1:${ready.port}`,
    smtpPort: ready.smtpPort,
    pid: child.pid as number,
    async stop() {
      child.ref();
      child.kill("SIGTERM");
      await gone;
    },
    kill() {
      child.kill("SIGKILL");
    },
    gone,
  };
}

function environment(options: WorldOptions): NodeJS.ProcessEnv {
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    TZ: process.env.TZ,
    APP_MODE: process.env.APP_MODE,
    SANDBOX_DIR: options.dir,
    SANDBOX_PORT: String(options.port ?? 0),
    SANDBOX_SMTP_PORT: String(options.smtpPort ?? 0),
    DATABASE_URL: options.databaseUrl,
    APP_URL: options.appUrl,
    SANDBOX_WEBHOOK_URL: options.webhook?.url,
    SANDBOX_WEBHOOK_SECRET: options.webhook?.secret,
    SANDBOX_THIN_WEBHOOK_URL: options.thinWebhook?.url,
    SANDBOX_THIN_WEBHOOK_SECRET: options.thinWebhook?.secret,
    SANDBOX_RECORD: options.record ?? process.env.SANDBOX_RECORD,
  };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as unknown as NodeJS.ProcessEnv;
}
