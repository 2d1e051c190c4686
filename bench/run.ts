// npm run bench: how fast live bids are taken and told and pledges are claimed and settled, measured side by side on a throwaway PostgreSQL that syncs to disk. Only the ratios of
// one run count: the machine is whatever it is. BENCH_SECONDS, BENCH_WATCHERS and BENCH_PLEDGES make it longer or wider;
// npm run bench -- settlement   measures one part (starts bids fanOut settlement pledges).
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "#sandbox/migrate.ts";
import { createDatabase, startPostgres } from "#sandbox/postgres.ts";
import { type RunningWorld, startWorld } from "#sandbox/start-world.ts";

const dir = fs.mkdtempSync(path.join(tmpdir(), "jincheng-bench-"));
fs.chmodSync(dir, 0o755);
const server = await startPostgres(path.join(dir, "pg"));
let code = 1;
let world: RunningWorld | undefined;
try {
  await createDatabase(server, "bench");
  await migrate(server.url("bench"));
  const secret = randomBytes(32).toString("hex");
  const worldDir = path.join(dir, "world");
  fs.mkdirSync(worldDir);
  world = await startWorld({ dir: worldDir, databaseUrl: server.url("bench"), appUrl: "http://localhost:3000" });
  Object.assign(process.env, {
    APP_MODE: "local",
    ROLE: "all",
    APP_URL: "http://localhost:3000",
    LOG_LEVEL: "silent",
    DATABASE_URL: server.url("bench", "jincheng"),
    OWNER_DATABASE_URL: server.url("bench"),
    SESSION_SECRET: secret,
    STRIPE_SECRET_KEY: "sk_test_sandbox_local",
    STRIPE_WEBHOOK_SECRET: "whsec_bench",
    STRIPE_ACCOUNTS_WEBHOOK_SECRET: "whsec_bench",
    STRIPE_API_BASE: world.url,
    SMTP_URL: `smtp://127.0.0.1:${world.smtpPort}`,
    FILES_DIR: path.join(dir, "files"),
  });
  // The queue's tables are there; nobody works on them until the settlement.
  const { bids } = await import("./bids.ts");
  const { fanOut } = await import("./fan-out.ts");
  const { pledges } = await import("./pledges.ts");
  const { settlement } = await import("./settlement.ts");
  const { starts } = await import("./start.ts");
  const all = { starts: () => starts(dir), bids, fanOut, settlement: () => settlement((world as RunningWorld).url), pledges };
  const asked = process.argv.slice(2);
  const lines = [];
  for (const [name, run] of Object.entries(all)) if (asked.length === 0 || asked.includes(name)) lines.push(...(await run()));
  const width = Math.max(...lines.map((line) => line.what.length));
  for (const { what, measured, goal, met } of lines)
    console.log(`${met === undefined ? " " : met ? "✓" : "✗"} ${what.padEnd(width)}  ${measured}${goal ? `   (goal ${goal})` : ""}`);
  code = 0;
  await (await import("#app/sockets.server.ts")).detachSockets();
  await (await import("#app/queue.server.ts")).stopQueue();
  await (await import("#app/db.server.ts")).db.$disconnect();
} catch (error) {
  console.error(error);
} finally {
  await world?.stop();
  await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}
process.exit(code);
