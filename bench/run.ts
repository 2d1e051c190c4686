// npm run bench: how fast live bids are taken and told and pledges are claimed, measured side by side on a throwaway PostgreSQL that syncs to disk. Only the ratios of
// one run count: the machine is whatever it is. BENCH_SECONDS and BENCH_WATCHERS make it longer or wider.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "#sandbox/migrate.ts";
import { createDatabase, startPostgres } from "#sandbox/postgres.ts";

const dir = fs.mkdtempSync(path.join(tmpdir(), "jincheng-bench-"));
fs.chmodSync(dir, 0o755);
const server = await startPostgres(path.join(dir, "pg"));
let code = 1;
try {
  await createDatabase(server, "bench");
  await migrate(server.url("bench"));
  const secret = randomBytes(32).toString("hex");
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
    STRIPE_API_BASE: "http://127.0.0.1:9",
    SMTP_URL: "smtp://127.0.0.1:9",
    FILES_DIR: path.join(dir, "files"),
  });
  // The queue's tables are there; nobody works on them here.
  const { bids } = await import("./bids.ts");
  const { fanOut } = await import("./fan-out.ts");
  const { pledges } = await import("./pledges.ts");
  const lines = [...(await bids()), ...(await fanOut()), ...(await pledges())];
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
  await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}
process.exit(code);
