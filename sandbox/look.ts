// npm run look: a picture of every page × 390/1280 × zh/en into look/, and an index that also says what is wrong with each.
// npm run look -- contract desk   takes only the pages whose name contains one of the words.
// LOOK_WIDTHS=390,1440 LOOK_LANGUAGES=en   other widths, one language.
// LOOK_URL=… STATE_DIR=… looks at a town that runs already; otherwise one is started in .state/look.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { command } from "#sandbox/connect.ts";
import { type Look, looks } from "#sandbox/look-pages.ts";
import { browserEnvironment } from "../e2e/browser.ts";

const OUT = "look";
const listed = (text: string | undefined, otherwise: string) => (text ?? otherwise).split(",");
const widths = listed(process.env.LOOK_WIDTHS, "390,1280").map(Number);
const languages = listed(process.env.LOOK_LANGUAGES, "zh,en");
/** A name of a sentence where the sentence should stand. */
const RAW = /\b(?:campaigns|cards|tasks|contracts|people|money|desk|ui|live)\.[a-z]\w*\.[\w.]+/;
type Shot = { look: Look; width: number; language: string; file: string; faults: string[] };

/** What the page says, without its scripts. */
function readable() {
  const copy = document.body.cloneNode(true) as HTMLElement;
  for (const script of copy.querySelectorAll("script")) script.remove();
  return copy.textContent ?? "";
}

async function openTown() {
  process.env.STATE_DIR ??= ".state/look";
  if (process.env.LOOK_URL) return { url: process.env.LOOK_URL, close: async () => {} };
  const child: ChildProcess = spawn(process.execPath, ["sandbox/start.ts"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, PORT: "0", SANDBOX_PORT: "0" },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { url: string }).url));
    child.once("exit", () => reject(new Error("the town did not open")));
  });
  const close = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  };
  return { url, close };
}

async function take(browser: Browser, url: string, look: Look, width: number, language: string): Promise<Shot> {
  const file = `${look.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${width}-${language}.png`;
  const faults: string[] = [];
  const viewport = { width, height: width < 500 ? 844 : 800 };
  const locale = language === "zh" ? "zh-CN" : "en-US";
  const context = await browser.newContext({ viewport, locale, timezoneId: "Asia/Shanghai" });
  await context.addCookies([{ name: "lang", value: language, url }]);
  if (look.cookie) {
    const [name = "", value = ""] = look.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Lax" }]);
  }
  const page = await context.newPage();
  page.on("console", (message) => {
    const { url: at } = message.location();
    // The browser also reports the status of the page itself, which is judged below.
    if (message.type() === "error" && at !== url + look.path) faults.push(`${message.text()} ${at}`);
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  const answer = await page.goto(url + look.path, { waitUntil: "load", timeout: 30_000 }).catch((error) => {
    faults.push(String(error));
    return null;
  });
  if (answer && answer.status() !== (look.status ?? 200)) faults.push(`status ${answer.status()}`);
  if (!look.still)
    await page
      .locator("html[data-running]")
      .waitFor({ state: "attached", timeout: 10_000 })
      .catch(() => faults.push("its scripts did not run"));
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const raw = RAW.exec(await page.evaluate(readable))?.[0];
  if (raw) faults.push(`no words for ${raw}`);
  if (wide > 0) faults.push(`${wide} px wider than the window`);
  await page.screenshot({ path: path.join(OUT, file), fullPage: true });
  await context.close();
  return { look, width, language, file, faults };
}

const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
function index(shots: Shot[]) {
  const rows = [...new Set(shots.map(({ look }) => look))].map((look) => {
    const cells = shots
      .filter((shot) => shot.look === look)
      .map(({ file, width, language, faults }) => {
        const bad = faults.map((fault) => `<b>${plain(fault)}</b>`).join("");
        return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${width} ${language} ${bad}</figcaption></figure>`;
      });
    return `<h2>${plain(look.name)} <small>${plain(look.path)}</small></h2><div>${cells.join("")}</div>`;
  });
  const style =
    "body{font:14px sans-serif;margin:2rem}div{display:flex;gap:1rem;align-items:start}figure{margin:0;flex:1}img{width:100%;max-height:40rem;object-fit:cover;object-position:top;border:1px solid #ccc}b{color:#b00;display:block}";
  return `<!doctype html><meta charset="utf-8"><title>look</title><style>${style}</style>${rows.join("\n")}`;
}

async function lookAt(url: string) {
  const words = process.argv.slice(2);
  const wanted = (await looks()).filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  fs.mkdirSync(OUT, { recursive: true });
  const { BROWSER_PATH, ...libraries } = await browserEnvironment();
  const env = { ...process.env, ...libraries } as Record<string, string>;
  const browser = await chromium.launch({ executablePath: BROWSER_PATH, args: ["--no-sandbox", "--disable-gpu"], env });
  const todo = wanted.flatMap((look) => widths.flatMap((width) => languages.map((language) => ({ look, width, language }))));
  const shots: Shot[] = [];
  const worker = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const shot = await take(browser, url, next.look, next.width, next.language);
      shots.push(shot);
      for (const fault of shot.faults) console.log(`✗ ${shot.file}: ${fault}`);
    }
  };
  await Promise.all([worker(), worker()]);
  await browser.close();
  const order = (shot: Shot) => wanted.indexOf(shot.look) * 10 + widths.indexOf(shot.width) * 2 + languages.indexOf(shot.language);
  fs.writeFileSync(path.join(OUT, "index.html"), index(shots.sort((a, b) => order(a) - order(b))));
  const faulty = shots.filter(({ faults }) => faults.length > 0).length;
  console.log(`${shots.length} pictures of ${wanted.length} pages in ${OUT}/index.html, ${faulty} with something wrong`);
  return faulty === 0 ? 0 : 1;
}

const town = await openTown();
await command(async () => {
  try {
    return await lookAt(town.url);
  } finally {
    await town.close();
  }
});
