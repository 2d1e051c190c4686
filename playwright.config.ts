import { defineConfig } from "@playwright/test";
import { browserEnvironment } from "./e2e/browser.ts";

/** npm test starts the town and says where it is (sandbox/test.ts); alone, Playwright starts one on these ports. */
const url = process.env.E2E_URL ?? "http://localhost:3399";
process.env.E2E_WORLD_URL ??= "http://127.0.0.1:3398";
process.env.STATE_DIR ??= ".state/e2e";

const { BROWSER_PATH, ...libraries } = await browserEnvironment();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  reporter: process.env.E2E_REPORT ? [["list"], ["json", { outputFile: process.env.E2E_REPORT }]] : "list",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: BROWSER_PATH,
      args: ["--no-sandbox", "--disable-gpu"],
      env: { ...process.env, ...libraries } as Record<string, string>,
    },
  },
  // A journey named *.plain.spec.ts runs without JavaScript; one that is named *.both.spec.ts runs both ways.
  projects: [
    { name: "browser", testIgnore: /\.plain\.spec\.ts$/ },
    { name: "no-javascript", testMatch: /\.(plain|both)\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
  webServer: process.env.E2E_URL
    ? undefined
    : {
        command: `${JSON.stringify(process.execPath)} sandbox/start.ts`,
        url: `${url}/readyz`,
        timeout: 300_000,
        env: { PORT: "3399", SANDBOX_PORT: "3398", STATE_DIR: process.env.STATE_DIR },
        gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
      },
});
