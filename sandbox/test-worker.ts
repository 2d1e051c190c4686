// Before a test file imports the app: its own database, cloned from the template, and the environment that points to it.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, inject, vi } from "vitest";

const cluster = inject("cluster");
const name = `test_${process.pid}_${process.env.VITEST_WORKER_ID ?? "0"}`;

async function clone() {
  const client = new pg.Client(cluster);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  for (let attempt = 0; ; attempt++) {
    try {
      // Refused while another worker copies the template at this moment.
      await client.query(`CREATE DATABASE ${name} TEMPLATE template_jincheng`);
      break;
    } catch (error) {
      if ((error as { code?: string }).code !== "55006" || attempt > 100) throw error;
      await wait(50);
    }
  }
  await client.end();
}

const address = (role: string) => {
  const url = new URL(cluster);
  url.username = role;
  url.pathname = `/${name}`;
  return url.href;
};

await clone();
const files = path.join(inject("dir"), "files", name);
mkdirSync(files, { recursive: true });
Object.assign(process.env, {
  APP_MODE: "local",
  ROLE: "web",
  APP_URL: "http://localhost:3000",
  LOG_LEVEL: "silent",
  DATABASE_URL: address("jincheng"),
  OWNER_DATABASE_URL: address("owner"),
  SESSION_SECRET: inject("secret"),
  STRIPE_SECRET_KEY: "sk_test_sandbox_local",
  STRIPE_WEBHOOK_SECRET: "whsec_test",
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: "whsec_test_accounts",
  STRIPE_API_BASE: inject("world").url,
  SMTP_URL: inject("world").smtpUrl,
  FILES_DIR: files,
});

let complaints: string[] = [];
beforeEach(() => {
  complaints = [];
  vi.spyOn(console, "error").mockImplementation((...args) => {
    complaints.push(args.map((arg) => (arg instanceof Error ? (arg.stack ?? arg.message) : String(arg))).join(" "));
  });
});
/** What is said to the console as an error fails the test, unless the test expects it by a spy of its own. */
afterEach(() => {
  const said = complaints;
  complaints = [];
  vi.restoreAllMocks();
  expect(said, "console.error was called").toEqual([]);
});

/** About what is under way, not about the books: a test may end with a payment in the middle. */
const underWay = ["intentsClosed"];

/** After each file that touched the product's database: the books hold. A file about broken books says so in its name. */
async function booksHold() {
  if (/audit|checks/.test(path.basename(expect.getState().testPath ?? ""))) return;
  const { audit } = await import("#app/ledger/audit.server.ts");
  const broken = (await audit()).filter(({ name, found }) => found > 0 && !underWay.includes(name));
  expect(broken, "the audit of the books").toEqual([]);
}

afterAll(async () => {
  const opened = (globalThis as { jinchengSingletons?: Map<string, unknown> }).jinchengSingletons;
  if (!opened?.has("db")) return;
  const { db } = await import("#app/db.server.ts");
  try {
    await booksHold();
  } finally {
    if (opened.has("queue")) await (await import("#app/queue.server.ts")).stopQueue();
    await db.$disconnect();
  }
});
