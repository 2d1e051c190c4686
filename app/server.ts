import { createServer } from "node:http";
import { constants } from "node:zlib";
import * as build from "virtual:remix/server-build";
import { createRequestHandler as express4 } from "@remix-run/express";
import { createRequestHandler } from "@remix-run/node";
import compression from "compression";
import express, { type ErrorRequestHandler } from "express";
import { attachAll, detachAll, missing } from "#app/background.server.ts";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { gate, refuse } from "#app/gate.server.ts";
import { log } from "#app/log.server.ts";
import { pageCache } from "#app/page-cache.server.ts";
import { currentRequest } from "#app/request.server.ts";
import { webhooks } from "#app/webhooks.server.ts";

const NO_FILE = ["没有这个文件。", "There is no such file."] as const;
const UNREADABLE = ["这个请求无法读懂。", "This request cannot be understood."] as const;
const BROKEN = ["出错了，请稍后再试。", "Something went wrong. Please try again later."] as const;

/** A page is made anew for each answer: stronger than this costs more time than it saves on the way. */
const QUICKLY = { level: 3, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } } };

const app = express();
app.disable("x-powered-by");
app.set("trust proxy", env.TRUST_PROXY_HOPS);
app.get("/healthz", (_request, response) => response.type("text").send("ok"));
app.get("/readyz", async (_request, response) => {
  const what = closing ? "closing" : await missing();
  response
    .status(what ? 503 : 200)
    .type("text")
    .send(what ?? "ok");
});
if (env.ROLE !== "worker") {
  app.use(compression(QUICKLY));
  app.use(gate());
  app.use(webhooks());
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y", fallthrough: false }));
  app.use(express.static("build/client", { maxAge: "1h", index: false }));
  const remix = createRequestHandler(build);
  app.use(pageCache((request) => remix(request, currentRequest())));
  app.all("*", express4({ build, getLoadContext: () => ({ ...currentRequest() }) }));
}
app.use(((error, _request, response, next) => {
  if (response.headersSent) return next();
  const status = Number(error?.status) || 500;
  if (status >= 500) console.error(error);
  const [zh, en] = status === 404 ? NO_FILE : status < 500 ? UNREADABLE : BROKEN;
  refuse(response, status, zh, en);
}) as ErrorRequestHandler);

/** Closing must not wait for a slow visitor: after this long the process ends anyway. */
const CLOSE_MS = 8000;
const http = createServer(app);
let closing = false;

async function close() {
  if (closing) return;
  closing = true;
  setTimeout(() => process.exit(1), CLOSE_MS).unref();
  const served = new Promise((resolve) => http.close(resolve));
  http.closeIdleConnections();
  await detachAll();
  http.closeAllConnections();
  await served;
  process.exit(0);
}

async function open() {
  if (env.APP_MODE === "live") {
    const clock = await db.appClock.findUnique({ where: { id: 1 } });
    if (clock?.offsetMs !== 0n)
      throw new Unready("数据库的时钟被拨动过，正式环境拒绝启动。The clock of this database was moved: live mode refuses to start.");
  }
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Unready(`端口 ${env.PORT} 已被占用。Port ${env.PORT} is taken.`) : error),
    );
    http.listen(env.PORT, resolve);
  });
  await attachAll(http);
  log.info({ port: env.PORT, role: env.ROLE, mode: env.APP_MODE, node: process.version }, "listening");
  process.send?.("ready");
}

class Unready extends Error {}
for (const signal of ["SIGINT", "SIGTERM", "disconnect"] as const) process.on(signal, close);
await open().catch((error) => {
  process.stderr.write(`${error instanceof Unready ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
