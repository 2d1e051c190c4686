// What every journey has: a page whose complaints fail the test, people made through the product's verbs, and the world outside.
import { type Browser, type BrowserContext, test as base, type Page } from "@playwright/test";
import type { Known } from "#app/people/fixtures.ts";
import { connect } from "#sandbox/connect.ts";

export { expect } from "@playwright/test";
export type { Known };

const worldUrl = process.env.E2E_WORLD_URL as string;
export type Mail = { id: number; to: string; subject: string; text: string };

/** The sandbox's control page, as a program speaks to it. */
export const world = {
  url: worldUrl,
  async ask<T = Record<string, unknown>>(method: "GET" | "POST" | "DELETE", what: string, body?: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${worldUrl}/_sandbox/${what}`, { method, ...(body && { headers, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  },
  /** Moves Stripe's clock and the product's together: "7d", "36h". */
  travel: (advance: string) => world.ask("POST", "clock", { advance }),
  async mails(to: string): Promise<Mail[]> {
    return (await world.ask<{ mails: Mail[] }>("GET", `mails?to=${encodeURIComponent(to)}`)).mails;
  },
};

/** The product's verbs, in this process, on the town's database. */
type Product = typeof import("#app/people/fixtures.ts");

/** An error on the console or of the page, a word of the content security policy, and a hydration that did not match are all faults. */
export function listen(page: Page) {
  const said: string[] = [];
  // A page that is left while it reads its data again ends that reading: nobody is there to miss it.
  page.on("console", (message) => {
    const fault = message.type() === "error" && !message.text().startsWith("AbortError");
    if (fault || /hydrat|did not match|content security/i.test(message.text())) said.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => error.name !== "AbortError" && said.push(String(error)));
  return said;
}

/** A page counts as opened once its scripts run: nobody clicks in the first milliseconds, and React may stumble over who does. */
function patient(page: Page) {
  if (test.info().project.use.javaScriptEnabled === false) return;
  const running = () => page.locator("html[data-running]").waitFor({ state: "attached" });
  for (const name of ["goto", "reload"] as const) {
    const go = page[name].bind(page) as (...args: unknown[]) => Promise<never>;
    page[name] = async (...args: unknown[]) => {
      const answer = await go(...args);
      if (page.url().startsWith(String(test.info().project.use.baseURL))) await running();
      return answer;
    };
  }
}

type SignedIn = { context: BrowserContext; page: Page; said: string[] };
type Fixtures = {
  /** Complaints a journey expects, such as the 409 of someone who was too late: test.use({ expected: [/409/] }). Everything else fails it. */
  expected: RegExp[];
  /** A browser of its own for this person, signed in. */
  as: (who: Known, locale?: string) => Promise<Page>;
  /** A browser of its own for somebody unknown. */
  visitor: (locale?: string) => Promise<Page>;
};

const open = async (browser: Browser, options: Parameters<Browser["newContext"]>[0]): Promise<SignedIn> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  patient(page);
  return { context, page, said: listen(page) };
};

export const test = base.extend<Fixtures, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const close = await connect();
      await use(await import("#app/people/fixtures.ts"));
      await (await import("#app/queue.server.ts")).stopQueue();
      await (await import("#app/db.server.ts")).db.$disconnect();
      await close();
    },
    { scope: "worker" },
  ],
  expected: [[], { option: true }],
  page: async ({ page, expected }, use) => {
    patient(page);
    const said = listen(page);
    await use(page);
    quiet(said, expected);
  },
  visitor: async ({ browser, contextOptions, expected }, use) => {
    const opened: SignedIn[] = [];
    await use(async (locale) => {
      const one = await open(browser, { ...contextOptions, ...(locale && { locale }) });
      opened.push(one);
      return one.page;
    });
    for (const { context, said } of opened) {
      await context.close();
      quiet(said, expected);
    }
  },
  as: async ({ visitor, product, baseURL }, use) => {
    await use(async (who, locale) => {
      const page = await visitor(locale);
      const [name = "", value = ""] = (await product.sessionCookie(who)).split(/=(.*)/s);
      await page.context().addCookies([{ name, value, url: baseURL as string, httpOnly: true, sameSite: "Lax" }]);
      return page;
    });
  },
});

function quiet(said: string[], expected: RegExp[]) {
  const faults = said.filter((line) => !expected.some((pattern) => pattern.test(line)));
  if (faults.length > 0) throw new Error(`The browser complained:\n${faults.join("\n")}`);
}
