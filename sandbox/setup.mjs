// Runs on whatever Node there is; leaves node_modules (with the product's own Node in it), the Prisma client and the build up to date.
// Each result carries the hash of what it was made from, so that a deleted or half-made one is made again.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE)
  stop(
    `需要 Node ${OLDEST_NODE} 或更新的版本，当前是 ${process.versions.node}。Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`,
  );

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const NODE = "node_modules/.bin/node";

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function filesIn(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    return entry.isDirectory() ? filesIn(file) : [file];
  });
}

const hashOf = (files) =>
  files.reduce((hash, file) => hash.update(file).update("\0").update(readFileSync(file)), createHash("sha256")).digest("hex");

/** Makes `folder` again unless it was made from exactly these files; `proof` is a file that a finished one has. */
function step(title, folder, proof, files, make) {
  const mark = path.join(folder, ".made-from");
  const hash = hashOf(files);
  if (existsSync(proof) && existsSync(mark) && readFileSync(mark, "utf8") === hash) return;
  const began = Date.now();
  process.stderr.write(`${title} …\n`);
  try {
    make();
    if (!existsSync(proof)) throw new Error(`${proof} is missing`);
    writeFileSync(mark, hash);
  } catch (error) {
    const denied = ["EACCES", "EROFS", "EPERM"].includes(error.code);
    stop(
      denied
        ? `无法写入 ${path.resolve(folder)}。${path.resolve(folder)} cannot be written.`
        : `失败：${title}。Failed: ${title} (${error.message.split("\n")[0]}).`,
    );
  }
  process.stderr.write(`  ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

/** A tool's chatter is shown only when it fails. */
function run(command, args) {
  try {
    execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    process.stderr.write(String(error.stderr).trim() ? error.stderr : (error.stdout ?? ""));
    throw error;
  }
}
const tool = (name, ...args) => run(NODE, [path.join("node_modules/.bin", name), ...args]);
/** The npm that runs this script, whatever PATH says. */
const npm = (...args) => (process.env.npm_execpath ? run(process.execPath, [process.env.npm_execpath, ...args]) : run("npm", args));

step("安装依赖 Installing what is missing", "node_modules", NODE, ["package-lock.json", "package.json"], () =>
  npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"),
);
step(
  "生成数据库客户端 Generating the database client",
  "generated/prisma",
  "generated/prisma/client.ts",
  ["prisma/schema.prisma", "package-lock.json"],
  () => tool("prisma", "generate"),
);
if (!process.argv.includes("--no-build")) {
  const sources = [...filesIn("app"), ...filesIn("public")].filter((file) => !/\.test\.tsx?$/.test(file));
  const migrations = filesIn("prisma/migrations");
  step(
    "构建 Building",
    "build",
    "build/server/index.js",
    ["remix.config.js", "package-lock.json", "prisma/schema.prisma", ...migrations, ...sources],
    () => tool("remix", "vite:build", "--config", "remix.config.js"),
  );
}
