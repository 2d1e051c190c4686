// The state folder: one launcher at a time, secrets made once, and what a killed launcher left behind.

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Unready } from "#sandbox/postgres.ts";

type Running = { pid: number; born: string };
type Lock = Running & { children: Running[] };

/** A number that changes when the pid is given to another process. */
function birthOf(pid: number): string | null {
  try {
    if (process.platform === "linux") return fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19] ?? null;
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim() || null;
  } catch {
    return null;
  }
}
const isRunning = ({ pid, born }: Running) => birthOf(pid) === born;

export function openState(folder: string) {
  const dir = path.resolve(folder);
  try {
    fs.mkdirSync(dir, { recursive: true });
    fs.accessSync(dir, fs.constants.W_OK);
  } catch (error) {
    throw new Unready(`无法写入状态文件夹 ${dir}。The state folder ${dir} cannot be written: ${(error as Error).message}`);
  }
  const lockFile = path.join(dir, "launcher.json");
  let lock: Lock = { pid: process.pid, born: birthOf(process.pid) ?? "", children: [] };
  let taken = false;
  const save = () => fs.writeFileSync(lockFile, JSON.stringify(lock));
  return {
    dir,
    file: (...names: string[]) => path.join(dir, ...names),

    /** Takes the folder for this process, and ends what a launcher that was killed could not end. */
    async take() {
      const before = readJson<Lock>(lockFile);
      if (before && isRunning(before))
        throw new Unready(
          `已经在运行（进程 ${before.pid}），请先停止它。It is running already (process ${before.pid}): stop that one first, or set another STATE_DIR and PORT.`,
        );
      for (const child of before?.children ?? []) await end(child);
      taken = true;
      save();
    },
    /** Remembers a process of ours, so that the next start can end it should this one be killed. */
    adopt(pid: number | undefined) {
      const born = pid === undefined ? null : birthOf(pid);
      if (pid === undefined || born === null) return;
      lock = { ...lock, children: [...lock.children, { pid, born }] };
      save();
    },
    release() {
      if (taken) fs.rmSync(lockFile, { force: true });
    },

    /** Chance made once for this folder and kept from other users. */
    secrets<Name extends string>(...names: Name[]): Record<Name, string> {
      const file = path.join(dir, "secrets.json");
      const kept = readJson<Record<string, string>>(file) ?? {};
      for (const name of names) kept[name] ??= randomBytes(32).toString("hex");
      fs.writeFileSync(file, JSON.stringify(kept, null, 2), { mode: 0o600 });
      return kept as Record<Name, string>;
    },
  };
}

export type State = ReturnType<typeof openState>;

function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as T;
  } catch {
    return null;
  }
}

/** Asks first; the app gives its visitors a few seconds. */
async function end(child: Running) {
  if (!isRunning(child)) return;
  process.kill(child.pid, "SIGTERM");
  for (let i = 0; i < 90 && isRunning(child); i++) await wait(100);
  if (isRunning(child)) process.kill(child.pid, "SIGKILL");
}
