// What creators, backers and operators do on the pages of a campaign. Works with and without JavaScript.
import { expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { ownCard } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { world } from "./fixtures.ts";
import { act, eventually, fillTill, formOf, send, settled } from "./steps.ts";

const DAY = 86_400_000;
const scripts = () => test.info().project.use.javaScriptEnabled !== false;
const product = async () => {
  const [{ db }, { appNow }] = await Promise.all([import("#app/db.server.ts"), import("#app/transact.server.ts")]);
  return { db, appNow };
};

/** Moves everybody's time on to this moment. */
export async function travelTo(at: Date) {
  const { appNow } = await product();
  const ms = at.getTime() - (await appNow()).getTime();
  if (ms > 0) await world.ask("POST", "clock", { advance: ms });
}

export const idOf = (page: Page, folder: "campaigns" | "pledges" = "campaigns") => {
  const id = new RegExp(`/${folder}/([0-9a-f-]{36})`).exec(page.url())?.[1];
  if (!id) throw new Error(`no ${folder} in ${page.url()}`);
  return id;
};

/** Past the deadline and the five minutes in which open payments may still arrive. */
export async function travelPastDeadline(campaignId: string, minutes = 6) {
  const { db } = await product();
  const { deadlineAt } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { deadlineAt: true } });
  await travelTo(new Date(deadlineAt!.getTime() + minutes * 60_000));
}

const landscape = async () =>
  sharp({ create: { width: 1200, height: 675, channels: 3, background: "#3f6f7f" } })
    .jpeg()
    .toBuffer();

export type Plan = { title: string; goal: string; price: string; days?: string; limit?: string };

/** One section of the editor: what is typed, then on to the next one. */
async function section(page: Page, typed: Record<string, string>, next: string) {
  for (const [name, value] of Object.entries(typed)) {
    const input = page.locator(`[name="${name}"]`);
    if (await input.evaluate((element) => element.tagName === "SELECT")) await input.selectOption(value);
    else await input.fill(value);
  }
  await page.locator('button[name="intent"][value="next"]').click();
  await expect(page).toHaveURL(new RegExp(`section=${next}(&|$)`));
}

/** With scripts the story is written in an editor, without them in a plain box. */
async function tell(page: Page, story: string) {
  if (!scripts()) return page.locator('textarea[name="story"]').fill(story);
  await page.getByRole("textbox", { name: "介绍", exact: true }).and(page.locator("[contenteditable]")).fill(story);
}

/** The editor, section by section, to the submitted campaign. Gives its id. */
export async function submitCampaign(page: Page, { title, goal, price, days = "10", limit = "" }: Plan): Promise<string> {
  const { appNow } = await product();
  const now = (await appNow()).getTime();
  const day = (n: number) => new Date(now + n * DAY).toISOString().slice(0, 10);
  await page.goto("/campaigns/new");
  await page.locator('input[type="file"]').setInputFiles({ name: "封面.jpg", mimeType: "image/jpeg", buffer: await landscape() });
  await settled(page);
  const basics = { title, tagline: "一只可以拆开修的小电机", category: "hardware", coverAlt: "工作台上的样机" };
  await section(page, basics, "story");
  await tell(page, "我们修了三年旧电器，发现坏的几乎总是同一处。".repeat(6));
  await section(page, {}, "evidence");
  const film = { kind: "VIDEO", text: "第二版样机连续运转三百小时，开头出示代码", at: day(-30), url: "https://video.example/motor" };
  await section(page, Object.fromEntries(Object.entries(film).map(([name, value]) => [`evidence[0].${name}`, value])), "rewards");

  await page.getByRole("link", { name: "添加档位" }).click();
  const reward = { title: "标准一只", description: "一只电机，含螺丝刀与备用碳刷。", price, limit, perBacker: "5", promised: day(150) };
  const item = { "items[0].name": "电机", "items[0].options": "颜色: 灰, 红" };
  const named = Object.entries({ ...reward, ...item }).map(([name, value]) => [`rewards[0].${name}`, value]);
  await section(page, Object.fromEntries(named), "rewards");
  await expect(page.getByRole("link", { name: "标准一只" })).toBeVisible();

  await section(page, {}, "addOns");
  await section(page, {}, "shipping");
  const zones = ["LOCAL", "MAINLAND", "REMOTE"].flatMap((zone) => [
    [`shipping.${zone}.first`, "0"],
    [`shipping.${zone}.extra`, "0"],
  ]);
  await section(page, Object.fromEntries(zones), "budget");
  const budget = { goal, "budget[0].title": "外观设计", "budget[0].amount": goal, "budget[0].note": "外壳造型与一套印刷文件。" };
  await section(page, budget, "schedule");
  await section(page, { durationDays: days }, "stretch");
  await section(page, {}, "risks");
  const topics = ["technical", "manufacturing", "supply", "compliance", "money", "schedule"];
  const risks = topics.map((topic) => [`risks.${topic}`, "已经试过一轮，剩下的写在这里，最多推迟三周。"]);
  await section(page, Object.fromEntries(risks), "team");
  await page.locator('[name="related"]').check();
  await section(page, { "team[0].name": "马河", "team[0].role": "设计", "team[0].about": "修过六年电器，负责结构。" }, "faq");
  await section(page, {}, "check");
  await page.locator('button[name="intent"][value="submit"]').click();
  await expect(page).toHaveURL(/\/manage\?done=submitted/);
  return idOf(page);
}

/** The operator ticks every line and says which refund rules apply. */
export async function approve(page: Page, title: string, policy: "RD_RISK" | "SALE_LIKE" = "RD_RISK") {
  await page.goto("/desk/campaigns/reviews");
  await page.getByRole("link", { name: title }).click();
  const form = formOf(page, "approve");
  await expect(form).toBeVisible();
  for (const box of await form.locator('input[type="checkbox"]').all()) await box.check();
  await form.locator(`input[name="refundPolicy"][value="${policy}"]`).check();
  await send(form);
  await expect(page.getByText("已通过", { exact: true }).first()).toBeVisible();
}

export async function launch(page: Page, campaignId: string) {
  await page.goto(`/campaigns/${campaignId}/manage/launch`);
  await act(page, "launch", { open: "立即上线" });
  await expect(page).toHaveURL(/done=launched/);
}

export type Means = { card: string } | { wallet: "alipay" | "wechat_pay" };
/** A card that nobody else has: one that many use in a day is not taken. */
export const goodCard = () => ({ card: ownCard() });

/** What is wished for: of the first reward of the page, or of this one. */
type Wanted = { reward?: string; qty?: string; bonus?: string };

/** Chooses a reward on the page and fills the form; the button is not pressed. */
export async function choosePledge(page: Page, campaignId: string, means: Means, wanted: Wanted = {}) {
  await page.goto(`/campaigns/${campaignId}`);
  const chosen = wanted.reward ? page.locator(`#reward-${wanted.reward}`) : page;
  await chosen.getByRole("link", { name: "选择这档" }).first().click();
  await expect(page).toHaveURL(/\/pledge\?reward=/);
  await expect(page.locator('[name="lines[0].qty"]')).toBeVisible();
  for (const option of await page.locator('select[name^="lines["][name*="choice"]').all()) await option.selectOption({ index: 1 });
  if (wanted.qty) await page.locator('[name="lines[0].qty"]').selectOption(wanted.qty);
  if (wanted.bonus) await page.locator('[name="bonus"]').fill(wanted.bonus);
  const place = page.locator('[name="place"]');
  if (await place.count()) await place.selectOption("620000");
  await page.locator(`input[name="lane"][value="${"card" in means ? "CARD" : "WALLET"}"]`).check();
}

const submitPledge = (page: Page) =>
  page
    .getByRole("button", { name: /锁定名额|确认修改/ })
    .filter({ visible: true })
    .click();

/** Sends the form of a new pledge; without scripts its sum is asked for first. */
export async function sendPledge(page: Page) {
  if (!scripts()) await page.getByRole("button", { name: "重新计算" }).click();
  await submitPledge(page);
}

/** From the campaign's page to the pledge's own, paid or with a card that is kept. Gives its id. */
export async function pledge(page: Page, campaignId: string, means: Means, wanted: Wanted = {}) {
  await claim(page, campaignId, means, wanted);
  return payTill(page, means);
}

/** Up to the till's page: the units are held, nothing is paid. */
export async function claim(page: Page, campaignId: string, means: Means, wanted: Wanted = {}) {
  await choosePledge(page, campaignId, means, wanted);
  await sendPledge(page);
  await expect(page).toHaveURL(/\/c\/pay\//);
}

/** At the till's page, to the end and on to the pledge. */
export async function payTill(page: Page, means: Means) {
  await fillTill(page, means);
  if ("wallet" in means) await page.locator("button.primary").first().click();
  await expect(page).toHaveURL(/\/paid\//);
  await expect(page.getByRole("link", { name: "查看我的支持" })).toBeVisible();
  const id = idOf(page, "pledges");
  await page.goto(`/pledges/${id}`);
  return id;
}

/** Changes a pledge in its form; what follows (the till, or the pledge) is the caller's. */
export async function changePledge(page: Page, pledgeId: string, change: (page: Page) => Promise<void>) {
  await page.goto(`/pledges/${pledgeId}`);
  await page.getByRole("link", { name: "修改支持" }).click();
  await change(page);
  await submitPledge(page);
}

/** Time's work is done once this can be read on the page. */
export const soon = (page: Page, text: string | RegExp | ((page: Page) => Locator)) =>
  eventually(page, () =>
    expect((typeof text === "function" ? text(page) : page.locator("main").getByText(text)).first()).toBeVisible({ timeout: 500 }),
  );
