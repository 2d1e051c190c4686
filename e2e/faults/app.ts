import { spawn } from "node:child_process";
import fs from "node:fs";
import { APP_PROCESS } from "#sandbox/app-process.ts";

/** One process of the product, as it is built for production. */
export type App = {
  pid: number;
  url: string;
  /** Nothing is finished, nothing is said. */
  kill(): Promise<void>;
  /** It stands still and does not know it. */
  freeze(): void;
  thaw(): void;
  gone: Promise<void>;
};

export async function startApp(env: NodeJS.ProcessEnv, log: string): Promise<App> {
  const out = fs.openSync(log, "a");
  const child = spawn(process.execPath, APP_PROCESS, {
    stdio: ["ignore", out, out, "ipc"],
    env,
  });
  fs.closeSync(out);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`the app ended before it was ready (${signal ?? code})`)));
  });
  return {
    pid: child.pid as number,
    url: `http://localhost:${env.PORT}`,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    gone,
  };
}
