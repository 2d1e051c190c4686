// The outside world on one machine: payment service, mail inbox and their control page, as one process on loopback.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerControl } from "#sandbox/control/routes.ts";
import { startMail } from "#sandbox/mail.ts";
import { answerChallengePage, answerCheckout } from "#sandbox/pages/checkout-routes.ts";
import { answerFont } from "#sandbox/pages/fonts.ts";
import { sendJson } from "#sandbox/pages/http.ts";
import { answerOnboarding } from "#sandbox/pages/onboarding.ts";
import { answerReceipt } from "#sandbox/pages/receipt.ts";
import { openClock } from "#sandbox/state/clock.ts";
import { settle } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { openStore } from "#sandbox/state/store.ts";
import { answerApi } from "#sandbox/stripe/protocol/api.ts";
import { dueWork } from "#sandbox/stripe/routes.ts";
import { standingEndpoint } from "#sandbox/stripe/webhook-endpoints.ts";
import { startCourier } from "#sandbox/stripe/webhooks.ts";

const env = process.env;
if (env.APP_MODE === "live") {
  console.error("The sandbox does not run when APP_MODE=live.");
  process.exit(1);
}
if (!env.SANDBOX_DIR) {
  console.error("SANDBOX_DIR must name the folder in which the sandbox keeps its state.");
  process.exit(1);
}

const store = openStore(env.SANDBOX_DIR);
const clock = openClock(store, env.DATABASE_URL);
const sandbox: Sandbox = { store, clock, url: "", appUrl: env.APP_URL ?? "", recordDir: env.SANDBOX_RECORD, kick: () => courier.kick() };
const courier = startCourier(sandbox);

async function answer(req: IncomingMessage, res: ServerResponse) {
  const path = new URL(req.url ?? "/", "http://sandbox").pathname;
  if (path.startsWith("/v1/") || path.startsWith("/v2/")) return answerApi(sandbox, req, res);
  // Pages answer only to loopback names, so that no other site can reach them under its own.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(req.headers.host ?? "")) return sendJson(res, 403, { error: "loopback only" });
  if (path.startsWith("/c/pay/")) return answerCheckout(sandbox, req, res, path.slice("/c/pay/".length));
  if (path.startsWith("/c/challenge/")) return answerChallengePage(sandbox, req, res, path.slice("/c/challenge/".length));
  if (path.startsWith("/setup/")) return answerOnboarding(sandbox, req, res, path.slice("/setup/".length));
  if (path.startsWith("/receipts/")) return answerReceipt(sandbox, req, res, path.slice("/receipts/".length));
  if (path.startsWith("/fonts/")) return answerFont(req, res, path.slice("/fonts/".length));
  if (path === "/" || path === "/_sandbox" || path.startsWith("/_sandbox/")) return answerControl(sandbox, courier, req, res, path);
  sendJson(res, 404, { error: "not found" });
}

const server = createServer((req, res) => {
  answer(req, res).catch((error) => {
    console.error(error);
    if (!res.headersSent) sendJson(res, 500, { error: String(error) });
    else res.destroy();
  });
});

async function start() {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(env.SANDBOX_PORT ?? 0), "127.0.0.1", () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  sandbox.url = `http://127.0.0.1:${port}`;
  const mail = await startMail(sandbox, Number(env.SANDBOX_SMTP_PORT ?? 0));
  if (env.SANDBOX_WEBHOOK_URL) standingEndpoint(sandbox, "we_standing", env.SANDBOX_WEBHOOK_URL, env.SANDBOX_WEBHOOK_SECRET ?? "", false);
  if (env.SANDBOX_THIN_WEBHOOK_URL)
    standingEndpoint(sandbox, "we_standing_thin", env.SANDBOX_THIN_WEBHOOK_URL, env.SANDBOX_THIN_WEBHOOK_SECRET ?? "", true);
  await clock.align();
  const heart = setInterval(() => settle(sandbox, dueWork), 500);

  const stop = () => {
    clearInterval(heart);
    courier.stop();
    server.close();
    server.closeAllConnections();
    void mail.stop();
    store.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
  // The launcher's end, even by `kill -9`, is this process's end.
  if (process.send) process.once("disconnect", stop);
  process.send?.({ ready: true, port, smtpPort: mail.port });
}

start().catch((error: { code?: string; port?: number }) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${error.port} of the sandbox is taken.` : error);
  process.exit(1);
});
