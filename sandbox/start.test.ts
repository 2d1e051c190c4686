import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeAll, expect, inject, test } from "vitest";
import { freePort, mustBeMadeHere } from "#sandbox/postgres.ts";

// The launcher as a newcomer meets it, on the production build, with an empty town.

const state = path.join(inject("dir"), "launcher");
let port = 0;
let running: ChildProcess[] = [];

beforeAll(async () => {
  expect(existsSync("build/server/index.js"), "npm run build comes first").toBe(true);
  port = await freePort();
});
afterEach(async () => {
  await Promise.all(running.map((child) => stop(child)));
  running = [];
});

type Ready = { url: string; worldUrl: string; databaseUrl: string };
type Outcome = { child: ChildProcess; ready: Ready | null; said: string; code: number | null };

/** Resolves when it serves or when it has ended. Only what is given here is in its environment. */
function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["sandbox/start.ts"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { NODE_ENV: "production", PATH: process.env.PATH, STATE_DIR: state, PORT: String(port), SANDBOX_PORT: "0", SEED: "none", ...env },
  });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  return new Promise<Outcome>((resolve) => {
    child.once("message", (message) => resolve({ child, ready: message as Ready, said, code: null }));
    child.once("close", (code) => resolve({ child, ready: null, said, code }));
  });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
const processes = () => {
  const { children } = JSON.parse(readFileSync(path.join(state, "launcher.json"), "utf8")) as { children: { pid: number }[] };
  const postmaster = Number(readFileSync(path.join(state, "pg/postmaster.pid"), "utf8").split("\n")[0]);
  return [...children.map(({ pid }) => pid), postmaster];
};

test("it starts, stops everything, starts again, and recovers from kill -9", { timeout: 90_000 }, async () => {
  const first = await start();
  expect(first.ready, first.said).not.toBeNull();
  expect(await (await fetch(`${first.ready?.url}/healthz`)).text()).toBe("ok");
  expect(await (await fetch(`${first.ready?.url}/readyz`)).text()).toBe("ok");
  const second = await start();
  expect(second.code).toBe(1);
  expect(second.said).toContain("It is running already");
  const pids = processes();
  expect(pids.every(isAlive)).toBe(true);
  first.child.kill("SIGTERM");
  while (pids.every(isAlive)) await wait(5);
  // As npm does, which sends on what a terminal sent to both already.
  await stop(first.child);
  expect(first.child.exitCode).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);

  const again = await start();
  expect(again.ready, again.said).not.toBeNull();

  const orphans = processes();
  await stop(again.child, "SIGKILL");
  const recovered = await start();
  expect(recovered.ready, recovered.said).not.toBeNull();
  expect(orphans.filter(isAlive)).toEqual([]);
  expect(await (await fetch(`${recovered.ready?.url}/readyz`)).text()).toBe("ok");

  const client = new pg.Client(recovered.ready?.databaseUrl.replace("jincheng@", "owner@"));
  await client.connect();
  await client.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())",
  );
  await client.end();
  await stop(recovered.child);
  const newer = await start();
  expect(newer.code).toBe(1);
  expect(newer.said).toContain("The database is newer than the code");
});

test("the production build keeps its doors", async () => {
  const { ready, said } = await start({ STATE_DIR: path.join(inject("dir"), "doors"), PORT: "0" });
  expect(ready, said).not.toBeNull();
  const { url, worldUrl } = ready as Ready;
  const home = await fetch(url);
  const policy = home.headers.get("content-security-policy") ?? "";
  const [, nonce] = /script-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
  const html = await home.text();
  expect(html).toContain(`nonce="${nonce}"`);
  expect(policy).toContain(`form-action 'self' https://checkout.stripe.com https://connect.stripe.com ${worldUrl}`);
  const script = /\/assets\/[\w.-]+\.js/.exec(html)?.[0];
  expect((await fetch(url + script)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const statuses = ["/_sandbox", "/assets/none.js", "/..%2f..%2fpackage.json", "/%E0%A4%A", "/nowhere"].map(
    async (at) => (await fetch(url + at)).status,
  );
  expect(await Promise.all(statuses)).toEqual([404, 404, 404, 400, 404]);
  expect(
    (await fetch(`${url}/sign-in`, { method: "POST", body: new URLSearchParams(), headers: { origin: "http://evil.example" } })).status,
  ).toBe(403);
  expect((await fetch(`${url}/webhooks/stripe`, { method: "POST", body: "{}" })).status).toBe(400);
});

/** What is said is one line in both languages, without a stack. */
const oneSentence = ({ code, said }: Outcome, sentence: string) => {
  expect(code).toBe(1);
  expect(said).toContain(sentence);
  expect(said.trim().split("\n")).toHaveLength(1);
};

test("a taken port is one sentence", async () => {
  const taken = net.createServer().listen(0);
  const at = String((taken.address() as net.AddressInfo).port);
  oneSentence(await start({ PORT: at, STATE_DIR: path.join(inject("dir"), "other") }), `Port ${at} is taken`);
  taken.close();
});

test("a state folder that cannot be written is one sentence", async () => {
  const file = path.join(inject("dir"), "a-file");
  writeFileSync(file, "");
  oneSentence(await start({ STATE_DIR: path.join(file, "state") }), "cannot be written");
});

test.runIf(process.getuid?.() === 0)("as root, a folder that the database's user cannot enter is one sentence", async () => {
  const closed = path.join(inject("dir"), "closed");
  mkdirSync(closed, { mode: 0o700 });
  oneSentence(await start({ STATE_DIR: path.join(closed, "state") }), "keeps other users out");
});

test("live mode embeds nothing: it says what is missing", async () => {
  const { code, said } = await start({ APP_MODE: "live", STATE_DIR: path.join(inject("dir"), "live") });
  expect(code).toBe(1);
  expect(said).toContain("DATABASE_URL is required");
  expect(said).toContain("STRIPE_SECRET_KEY is required");
  expect(existsSync(path.join(inject("dir"), "live/pg"))).toBe(false);
});

test("an app that refuses to start ends the launcher, with its sentence", async () => {
  const { code, said } = await start({ STATE_DIR: path.join(inject("dir"), "refused"), LOG_LEVEL: "loud" });
  expect(code).toBe(1);
  expect(said).toContain("LOG_LEVEL");
});

test("a database that the launcher did not make gets no demo data", async () => {
  await expect(mustBeMadeHere(process.env.DATABASE_URL as string)).rejects.toThrow("not made by npm start");
  await expect(mustBeMadeHere(inject("cluster").replace(/\/postgres$/, "/template_jincheng"))).resolves.toBeUndefined();
});

test("a launcher that is stopped while it starts leaves nothing", async () => {
  const half = path.join(inject("dir"), "half");
  const outcome = start({ STATE_DIR: half });
  while (!existsSync(path.join(half, "pg/postmaster.pid"))) await wait(20);
  await stop(running[0] as ChildProcess);
  await outcome;
  expect(existsSync(path.join(half, "pg/postmaster.pid"))).toBe(false);
});
