// Vitest's global setup: a throwaway PostgreSQL with a migrated template that each test file clones, and the outside world as real processes.
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "#sandbox/migrate.ts";
import { createDatabase, startPostgres } from "#sandbox/postgres.ts";
import { startWorld } from "#sandbox/start-world.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The cluster as its owner. */
    cluster: string;
    world: { url: string; smtpUrl: string };
    dir: string;
    secret: string;
  }
}

export const TEMPLATE = "template_jincheng";

export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(tmpdir(), "jincheng-test-"));
  const closing: (() => Promise<void>)[] = [async () => rmSync(dir, { recursive: true, force: true })];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    await open(project, dir, closing);
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(project: TestProject, dir: string, closing: (() => Promise<void>)[]) {
  chmodSync(dir, 0o755); // the database runs as another user when this one is root
  mkdirSync(path.join(dir, "world"));
  const server = await startPostgres(path.join(dir, "pg"), { fast: true });
  closing.push(server.stop);
  await createDatabase(server, TEMPLATE);
  await migrate(server.url(TEMPLATE));
  const world = await startWorld({ dir: path.join(dir, "world") });
  closing.push(world.stop);
  project.provide("cluster", server.url());
  project.provide("world", { url: world.url, smtpUrl: `smtp://127.0.0.1:${world.smtpPort}` });
  project.provide("dir", dir);
  project.provide("secret", randomBytes(32).toString("hex"));
}
