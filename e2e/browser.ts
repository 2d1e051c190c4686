// A Chromium to drive: Playwright's own if it was installed, else the system's, else the one that came with npm.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "@playwright/test";

const systems = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The environment for playwright.config.ts: where the browser stands, and libraries that the machine does not have. */
export async function browserEnvironment(): Promise<Record<string, string>> {
  const found = [process.env.BROWSER_PATH, chromium.executablePath(), ...systems].find((file) => file && fs.existsSync(file));
  if (found) return { BROWSER_PATH: found };
  const folder = path.resolve("node_modules/.cache/chromium");
  if (!fs.existsSync(folder)) await unpack(folder);
  const file = path.join(folder, "chromium");
  const lacking = spawnSync("ldd", [file], { encoding: "utf8" }).stdout?.includes("not found");
  return { BROWSER_PATH: file, ...(lacking && { LD_LIBRARY_PATH: path.join(folder, "al2023/lib") }) };
}

/** Unpacks npm's browser once; the folder gets its name when it is whole. */
async function unpack(folder: string) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const part = fs.mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = part; // where the package unpacks to
  try {
    const { default: packed, inflate } = await import("@sparticuz/chromium");
    await packed.executablePath();
    const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
    await inflate(path.join(root, "bin/al2023.tar.br"));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  fs.renameSync(part, folder);
}
