import { approve, goodCard, launch, pledge, soon, submitCampaign, travelPastDeadline } from "./crowd-steps.ts";
import { expect, test } from "./fixtures.ts";
import { act, openAccount, postTask, travel } from "./steps.ts";

test.setTimeout(300_000);

test("a campaign from the draft to the parcel: reviewed, followed, launched, backed, funded, made a task, delivered", async ({
  product,
  as,
  visitor,
}) => {
  const creator = await product.company({ name: "拆修电机有限公司", verified: true });
  const [maker, clerk] = [await as(creator), await as(await product.operator())];
  const title = `可拆电机 ${creator.orgId.slice(-6)}`;
  const id = await submitCampaign(maker, { title, goal: "1000", price: "600" });
  await approve(clerk, title);

  await maker.goto(`/campaigns/${id}/manage/launch`);
  await act(maker, "preview");
  const follower = await product.person();
  const guest = await visitor();
  await guest.goto("/campaigns?show=preview");
  await guest.getByRole("link", { name: title }).first().click();
  await guest.getByRole("button", { name: "看好，开始时通知我" }).first().click();
  await expect(guest).toHaveURL(/\/sign-in\?to=/);
  await guest.getByLabel("邮箱").fill(follower.email);
  await guest.getByLabel("密码").fill(product.PASSWORD);
  await guest.getByRole("button", { name: "登录" }).click();
  await expect(guest).toHaveURL(new RegExp(id));
  await guest.getByRole("button", { name: "看好，开始时通知我" }).first().click();
  await expect(guest.getByRole("button", { name: "已关注，取消" }).first()).toBeVisible();

  await openAccount(maker);
  await launch(maker, id);
  const [ann, bo] = [await as(await product.person()), await as(await product.person())];
  const annsPledge = await pledge(ann, id, goodCard());
  await expect(ann.getByText("众筹成功后自动扣款").first()).toBeVisible();
  const bosPledge = await pledge(bo, id, { wallet: "alipay" });
  await expect(bo.getByText("款项由平台托管").first()).toBeVisible();
  await guest.goto(`/campaigns/${id}`);
  await expect(guest.getByText("120%").first()).toBeVisible();

  await travelPastDeadline(id);
  await ann.goto(`/pledges/${annsPledge}`);
  await soon(ann, "众筹成功，款项已收到");
  await bo.goto(`/pledges/${bosPledge}`);
  await soon(bo, "众筹成功，款项已收到");

  const manage = `/campaigns/${id}/manage`;
  await maker.goto(`${manage}/money`);
  await act(maker, "make");
  await expect(maker).toHaveURL(/\/tasks\/[0-9a-f-]{36}\/edit/);
  await expect(maker.locator('[name="title"]')).toHaveValue("外观设计");
  await postTask(maker, { title: "外观设计", budget: "1000" }, new URL(maker.url()).pathname);
  await travel("15d");
  await maker.goto(`${manage}/money`);
  // 40 % of ¥1,200, less the fee.
  await soon(maker, "456.00");

  await maker.goto(`${manage}/survey`);
  await act(maker, "send");
  await maker.goto(`${manage}/batches`);
  await act(maker, "plan");
  await soon(maker, "第 1 批");
  await maker.goto(`${manage}/shipments`);
  await act(maker, "import", { fill: { text: `1, 顺丰, SF1234567890\n${bosPledge}, 中通, 78901234567890` } });
  await expect(maker.getByText("已登记 2 个包裹")).toBeVisible();
  for (const [page, pledgeId] of [
    [ann, annsPledge],
    [bo, bosPledge],
  ] as const) {
    await page.goto(`/pledges/${pledgeId}`);
    await page.getByRole("link", { name: "已收到" }).click();
    await act(page, "received");
    await expect(page.getByText("已收货").first()).toBeVisible();
  }
  await guest.goto(`/campaigns/${id}`);
  await soon(guest, "已交付");
  await expect(guest.locator("#budget").getByRole("link", { name: "外观设计" })).toBeVisible();
});

test("a campaign that misses its goal: the card is never charged, the wallet's money goes back", async ({ product, as, visitor }) => {
  const { liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const creator = await product.company({ verified: true });
  const id = await liveCampaign(creator.viewer);
  const [ann, bo, guest] = [await as(await product.person()), await as(await product.person()), await visitor()];
  await pledge(ann, id, goodCard());
  await pledge(bo, id, { wallet: "wechat_pay" });
  await guest.goto(`/campaigns/${id}`);
  await expect(guest.getByText("全部退回").first()).toBeVisible();

  await travelPastDeadline(id);
  await soon(ann, "众筹没有成功，没有扣款");
  await soon(bo, "已全额退款");
  await soon(guest, "没有达到目标");
  const maker = await as(creator);
  await maker.goto(`/campaigns/${id}/report`);
  await maker.getByRole("button", { name: "公开这份报告" }).click();
  await expect(maker.getByText("这份报告已公开").first()).toBeVisible();
  // What everybody sees alike is kept for a second.
  await soon(guest, (page) => page.getByRole("link", { name: "市场接受度报告" }));
  await guest.getByRole("link", { name: "市场接受度报告" }).first().click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("市场接受度报告");
});
