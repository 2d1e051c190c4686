import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { changePledge, claim, goodCard, payTill, pledge, soon, travelPastDeadline } from "./crowd-steps.ts";
import { expect, test } from "./fixtures.ts";
import { act } from "./steps.ts";

test.setTimeout(120_000);

/** A live campaign with one reward at ¥600, sent free of charge; it is funded by two. */
async function campaign(product: typeof import("#app/people/fixtures.ts"), more: Record<string, string> = {}) {
  const { liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const plan = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].price": "600", "rewards[0].limit": "" };
  const free = { "shipping.LOCAL.first": "0", "shipping.LOCAL.extra": "0" };
  return liveCampaign((await product.company({ verified: true })).viewer, { ...plan, ...free, ...more });
}
const total = (page: Page) => page.locator('section[aria-labelledby="numbers"] [aria-live="polite"]');

test("the total moves under a visitor's eyes; units are held while the clock of the claim runs", async ({ product, as, visitor }) => {
  const id = await campaign(product);
  const [ann, guest] = [await as(await product.person()), await visitor()];
  await guest.goto(`/campaigns/${id}`);
  await expect(total(guest)).toHaveText("¥0");
  await claim(ann, id, goodCard());
  const till = ann.url();
  await ann.goto("/my/pledges");
  await ann.locator("main").getByRole("link", { name: "黄河石露营灯" }).first().click();
  await expect(ann.getByText("名额已锁定，请在倒计时结束前完成支付").first()).toBeVisible();
  const left = ann
    .locator("main")
    .getByText(/^还剩 \d+ 分/)
    .first();
  const before = await left.textContent();
  await expect(left).not.toHaveText(before!);
  await ann.goto(till);
  await payTill(ann, goodCard());
  await expect(total(guest)).toHaveText("¥600");
});

test("a unit that comes back is offered to whoever waits for it", async ({ product, as }) => {
  const id = await campaign(product, { "rewards[0].limit": "1" });
  const [ann, bo] = [await as(await product.person()), await as(await product.person())];
  const annsPledge = await pledge(ann, id, goodCard());
  await bo.goto(`/campaigns/${id}`);
  await bo.getByRole("button", { name: "加入候补" }).first().click();
  await expect(bo.getByRole("button", { name: "退出候补" }).first()).toBeVisible();
  await ann.goto(`/pledges/${annsPledge}`);
  await act(ann, "cancel", { open: "取消支持" });
  await expect(ann.getByText("您已取消这份支持，没有扣款").first()).toBeVisible();
  await soon(bo, (page) => page.getByRole("link", { name: "领取名额" }));
  await bo.getByRole("link", { name: "领取名额" }).first().click();
  await bo.locator('[name="place"]').selectOption("620000");
  await bo.locator('input[name="lane"][value="CARD"]').check();
  await bo
    .getByRole("button", { name: /锁定名额/ })
    .filter({ visible: true })
    .click();
  await expect(bo).toHaveURL(/\/c\/pay\//);
  await payTill(bo, goodCard());
  await expect(bo.getByText("众筹成功后自动扣款").first()).toBeVisible();
});

test("a card that is declined after success is mended with another payment", async ({ product, as }) => {
  const id = await campaign(product);
  const [ann, bo] = [await as(await product.person()), await as(await product.person())];
  await pledge(ann, id, { card: "4000000000000341" });
  await pledge(bo, id, goodCard());
  await travelPastDeadline(id);
  await soon(ann, "扣款没有成功，请更换支付方式");
  await act(ann, "recover");
  await expect(ann).toHaveURL(/\/c\/pay\//);
  await payTill(ann, { wallet: "alipay" });
  await soon(ann, "众筹成功，款项已收到");
  await soon(bo, "众筹成功，款项已收到");
});

test("a wallet pledge is raised by paying the difference, and lowered by getting it back", async ({ product, as }) => {
  const id = await campaign(product);
  const ann = await as(await product.person());
  const pledgeId = await pledge(ann, id, { wallet: "alipay" });
  const quantity = (n: string) => async (page: Page) => void (await page.locator('[name="lines[0].qty"]').selectOption(n));
  await changePledge(ann, pledgeId, quantity("2"));
  await expect(ann).toHaveURL(/\/c\/pay\//);
  await expect(ann.getByText("¥600.00").first()).toBeVisible();
  await payTill(ann, { wallet: "alipay" });
  await expect(ann.getByText("¥1,200.00").first()).toBeVisible();
  await changePledge(ann, pledgeId, quantity("1"));
  await expect(ann).toHaveURL(/\/pledges\/[0-9a-f-]+$/);
  await soon(ann, (page) => page.locator("#refund").getByText("¥600.00"));
});

test("on the last day a cancel that would sink the campaign waits until somebody takes its place", async ({ product, as }) => {
  const id = await campaign(product);
  const [ann, bo, cy] = [await as(await product.person()), await as(await product.person()), await as(await product.person())];
  await pledge(ann, id, goodCard());
  await pledge(bo, id, goodCard());
  await travelPastDeadline(id, -12 * 60);
  await ann.reload();
  await act(ann, "cancel", { open: "取消支持" });
  await expect(ann.getByText("您在退出队列中，前面还有 0 人")).toBeVisible();
  await pledge(cy, id, goodCard());
  await soon(ann, "您已取消这份支持，没有扣款");
  await cy.goto(`/campaigns/${id}`);
  await expect(total(cy)).toHaveText("¥1,200");
});

test("the pages of creators, backers and the desk hold for screen readers and fit on a phone", async ({ product, as }) => {
  const { draftCampaign, liveCampaign, rewardsOf } = await import("#app/campaigns/fixtures.ts");
  const creator = await product.company({ verified: true });
  const [draft, live] = [await draftCampaign(creator.viewer), await liveCampaign(creator.viewer)];
  const [reward] = await rewardsOf(live);
  const edit = ["story", "rewards&row=0", "budget", "check"].map((part) => `/campaigns/${draft}/edit?section=${part}`);
  const manage = ["", "/launch", "/money", "/survey", "/batches"].map((part) => `/campaigns/${live}/manage${part}`);
  const visits = [
    { who: await product.person(), paths: ["/my/pledges", "/addresses", `/campaigns/${live}/pledge?reward=${reward!.id}`] },
    { who: creator, paths: ["/my/campaigns", ...edit, ...manage] },
    { who: await product.operator(), paths: ["/desk/campaigns", "/desk/campaigns/money", `/desk/campaigns/${live}`] },
  ];
  for (const { who, paths } of visits) {
    const page = await as(who, "en-GB");
    await page.setViewportSize({ width: 390, height: 900 });
    for (const path of paths) {
      await page.goto(path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(wide, `${path} is too wide`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect
        .soft(
          violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`),
          path,
        )
        .toEqual([]);
    }
  }
});
