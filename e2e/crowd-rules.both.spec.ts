import type { Page } from "@playwright/test";
import { choosePledge, goodCard, payTill, pledge, sendPledge, soon, travelPastDeadline } from "./crowd-steps.ts";
import { expect, test, world } from "./fixtures.ts";
import { act, formOf, send, travel } from "./steps.ts";

test.setTimeout(240_000);

type Product = typeof import("#app/people/fixtures.ts");
/** A live campaign that two backers of its first rewards fund, at ¥600 each and ¥8 for sending within Gansu. */
async function campaign(product: Product, more: Record<string, string> = {}) {
  const { liveCampaign, rewardsOf } = await import("#app/campaigns/fixtures.ts");
  const creator = await product.company({ verified: true });
  const budget = { durationDays: "1", goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };
  const id = await liveCampaign(creator.viewer, { ...budget, "rewards[0].price": "600", "rewards[1].price": "600", ...more });
  return { id, creator, rewards: await rewardsOf(id) };
}

test("after success: each reward has its survey; sending that becomes dearer is paid, left for, or neither", async ({ product, as }) => {
  const { id, creator, rewards } = await campaign(product);
  const [maker, annsPage, bosPage] = [await as(creator), await as(await product.person()), await as(await product.person())];
  const annsPledge = await pledge(annsPage, id, { wallet: "alipay" });
  const bosPledge = await pledge(bosPage, id, { wallet: "alipay" }, { reward: rewards[1]!.id });
  await travelPastDeadline(id);
  await annsPage.goto(`/pledges/${annsPledge}`);
  await soon(annsPage, "众筹成功，款项已收到");
  // Past the days in which everybody may leave without a reason.
  await travel("4d");

  await maker.goto(`/campaigns/${id}/manage/survey`);
  const form = formOf(maker, "send");
  await form.locator(`input[value="${rewards[1]!.id}"]`).uncheck();
  await send(form);
  await expect(maker.getByText("尚未发出").first()).toBeVisible();
  await annsPage.goto(`/pledges/${annsPledge}`);
  await expect(annsPage.getByText("发起人正在等您的答复").first()).toBeVisible();
  await bosPage.goto(`/pledges/${bosPledge}`);
  await expect(bosPage.getByText("发起人正在等您的答复")).toHaveCount(0);

  await maker.goto(`/campaigns/${id}/manage/changes`);
  const fill = { first: "108", extra: "2", note: "承运商全线涨价，附有新的报价单与签约记录" };
  await act(maker, "shipping", { open: "上调运费", fill });
  await expect(maker.getByText("新运费已公布").first()).toBeVisible();
  for (const page of [annsPage, bosPage]) {
    await page.reload();
    await expect(page.getByText("运费上涨").first()).toBeVisible();
    await expect(page.getByText("¥708.00").first()).toBeVisible();
  }
  await act(annsPage, "takeBack", { open: "申请退款" });
  await soon(annsPage, "已全额退款");
  await bosPage.getByRole("button", { name: /补付/ }).click();
  await expect(bosPage).toHaveURL(/\/c\/pay\//);
  await payTill(bosPage, { wallet: "alipay" });
  await soon(bosPage, "差额已补付");
});

test("a declared tax that rises by more than a tenth of the total: fourteen days to leave, to pay, or to do nothing", async ({
  product,
  as,
  visitor,
}) => {
  const { id, creator, rewards } = await campaign(product, { "rewards[0].title": "进口机芯", "rewards[0].tax": "15" });
  const [maker, guest] = [await as(creator), await visitor()];
  const newcomer = async () => as(await product.person());
  const [anns, bos, cys, dans] = [await newcomer(), await newcomer(), await newcomer(), await newcomer()];
  await choosePledge(anns, id, { wallet: "alipay" });
  await expect(anns.getByText("¥15.00").first()).toBeVisible();
  for (const page of [anns, bos, cys]) await pledge(page, id, { wallet: "alipay" }, { reward: rewards[0]!.id });
  await pledge(dans, id, { wallet: "alipay" }, { reward: rewards[1]!.id });
  await travelPastDeadline(id);
  await soon(anns, "众筹成功，款项已收到");
  // Past the days in which everybody may leave without a reason.
  await travel("4d");

  const raise = async (tax: string) => {
    await maker.goto(`/campaigns/${id}/manage/changes`);
    await act(maker, "tax", { open: "上调税费", fill: { tax, note: "海关归类改为整机，税率随之上调" } });
    await expect(maker.getByText("新税费已公布").first()).toBeVisible();
  };
  const leave = (page: Page) => page.locator("button, summary").filter({ hasText: /^申请退款$/ });
  const asked = async (page: Page, total: string) => {
    await page.reload();
    await expect(page.getByText("税费上涨").first()).toBeVisible();
    await expect(page.getByText(total).first()).toBeVisible();
  };

  // ¥623 becomes ¥648: within a tenth there is nothing to leave for.
  await raise("40");
  await asked(anns, "¥648.00");
  await expect(leave(anns)).toHaveCount(0);
  await travel("15d");
  await asked(anns, "¥648.00");
  await expect(anns.getByText("答复期已过").first()).toBeVisible();

  // ¥623 becomes ¥698.
  await raise("90");
  for (const page of [anns, bos, cys]) {
    await asked(page, "¥698.00");
    await expect(leave(page).first()).toBeVisible();
  }
  await dans.reload();
  await expect(dans.getByText("税费上涨")).toHaveCount(0);
  await guest.goto(`/campaigns/${id}/changes`);
  await expect(guest.getByText("上调税费").first()).toBeVisible();
  await expect(guest.getByText("¥90.00").first()).toBeVisible();

  await act(anns, "takeBack", { open: "申请退款" });
  await soon(anns, "已全额退款");
  await bos.getByRole("button", { name: /补付 ¥75\.00/ }).click();
  await expect(bos).toHaveURL(/\/c\/pay\//);
  await payTill(bos, { wallet: "alipay" });
  await soon(bos, "差额已补付");
  await travel("15d");
  await asked(cys, "¥698.00");
  await expect(cys.getByText("答复期已过").first()).toBeVisible();
  await expect(leave(cys)).toHaveCount(0);
  await expect(cys.getByText("¥623.00").first()).toBeVisible();
});

test("a secret reward is there for whoever was named, and for nobody else", async ({ product, as, visitor }) => {
  const { id, creator, rewards } = await campaign(product, { "rewards[1].secret": "on", "rewards[1].title": "老友专享" });
  const ann = await product.person();
  const [maker, annsPage, guest] = [await as(creator), await as(ann), await visitor()];
  await maker.goto(`/campaigns/${id}/manage`);
  await act(maker, "secret", { open: "开放给用户群", fill: { mails: ann.email } });
  await expect(maker.getByText("隐藏档的开放范围已保存").first()).toBeVisible();
  await guest.goto(`/campaigns/${id}`);
  await expect(guest.getByRole("heading", { name: "老友专享" })).toHaveCount(0);
  await annsPage.goto(`/campaigns/${id}`);
  await annsPage.locator(`#reward-${rewards[1]!.id}`).getByRole("link", { name: "选择这档" }).click();
  await expect(annsPage.locator('[name="lines[0].rewardId"]')).toHaveValue(rewards[1]!.id);
});

test("a pledge with the creator's own card is marked; its backer explains it, an operator judges", async ({ product, as }) => {
  const { id, creator } = await campaign(product);
  const [maker, annsPage, clerk] = [await as(creator), await as(await product.person()), await as(await product.operator())];
  const card = goodCard();
  await pledge(maker, id, card);
  const annsPledge = await pledge(annsPage, id, card);
  await annsPage.goto(`/pledges/${annsPledge}`);
  await expect(annsPage.getByText("合计超过目标 5%").first()).toBeVisible();
  await act(annsPage, "answerRelation", { open: "说明情况", fill: { text: "我们合用一张公司卡，款已各自结清" } });
  await expect(annsPage.getByText("我们合用一张公司卡").first()).toBeVisible();
  await clerk.goto(`/desk/campaigns/${id}`);
  await expect(clerk.getByText("我们合用一张公司卡").first()).toBeVisible();
});

test.describe("a new account", () => {
  // The browser reports the 409 of a form that asks for the code.
  test.use({ expected: [/409/] });

  test("pledges much once it typed the code of a letter", async ({ product, as }) => {
    const { id } = await campaign(product);
    const ann = await product.person();
    const [{ db }, { appNow }] = await Promise.all([import("#app/db.server.ts"), import("#app/transact.server.ts")]);
    await db.user.update({ where: { id: ann.userId }, data: { createdAt: await appNow() } });
    const page = await as(ann);
    const card = goodCard();
    await choosePledge(page, id, card, { qty: "5", bonus: "2600" });
    await sendPledge(page);
    await expect(page.getByLabel("邮件里的 6 位验证码")).toBeVisible();
    let code = "";
    await expect(async () => {
      const subjects = (await world.mails(ann.email)).map(({ subject }) => subject);
      code = /(\d{6}) 是您的验证码/.exec(subjects.join("\n"))?.[1] ?? "";
      expect(code).not.toBe("");
    }).toPass({ timeout: 20_000 });
    await page.locator('[name="code"]').fill(code);
    await page.getByRole("button", { name: "验证并继续" }).click();
    await expect(page).toHaveURL(/\/c\/pay\//);
    await payTill(page, card);
    await expect(page.getByText("¥5,616.00").first()).toBeVisible();
  });
});
