import { readdirSync } from "node:fs";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const future = {
  v3_fetcherPersist: true,
  v3_lazyRouteDiscovery: true,
  v3_relativeSplatPath: true,
  v3_routeConfig: true,
  v3_singleFetch: true,
  v3_throwAbortReason: true,
};

/** HTTP, sockets, clock and queue are one module graph: app/server.ts is what the build begins with. */
const serverEntry = {
  name: "server-entry",
  apply: "build",
  config: (_, { isSsrBuild }) => isSsrBuild && { build: { rollupOptions: { input: "app/server.ts" } } },
};

/** The development server has the same gate, sockets, clock and queue as app/server.ts, in one process. */
const devServer = {
  name: "dev-server",
  apply: "serve",
  configureServer(server) {
    const load = (file) => server.ssrLoadModule(file);
    const gate = { app: undefined };
    server.middlewares.use(async (request, response, next) => {
      try {
        gate.app ??= (await load("/app/gate.server.ts")).gate().use((await load("/app/webhooks.server.ts")).webhooks());
        gate.app(request, response, next);
      } catch (error) {
        next(error);
      }
    });
    server.httpServer?.once("listening", async () => {
      process.once("disconnect", () => process.exit());
      try {
        const { attachAll } = await load("/app/background.server.ts");
        await attachAll(server.httpServer);
      } catch (error) {
        console.error(error); // half-written code: pages go on, and the next start tries again
      }
      process.send?.("ready");
    });
  },
};

export default defineConfig({
  plugins: process.env.VITEST ? [] : [tailwindcss(), remix({ future }), serverEntry, devServer],
  // Nothing inlined: the content security policy takes fonts and pictures from files only.
  build: { target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
  define: { __MIGRATIONS__: JSON.stringify(readdirSync("prisma/migrations").filter((name) => /^\d{14}_/.test(name))) },
  // Found at the first request otherwise, and each find reloads the page under the visitor.
  optimizeDeps: {
    noDiscovery: true,
    include: [
      ...["react-dom", "react-dom/client", "radix-ui", "lucide-react", "socket.io-client", "i18next", "react-i18next", "zod"],
      ...["@tiptap/react", "@tiptap/starter-kit", "@tiptap/extension-image"],
    ],
  },
  test: {
    include: ["app/**/*.test.{ts,tsx}", "sandbox/**/*.test.ts", "prisma/**/*.test.ts"],
    globalSetup: "sandbox/test-db.ts",
    setupFiles: "sandbox/test-worker.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is awaited comes when it comes: a busy machine fails no test.
    expect: { poll: { timeout: 30_000 } },
  },
});
