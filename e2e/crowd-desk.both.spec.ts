import { pledge, soon, travelPastDeadline } from "./crowd-steps.ts";
import { expect, test } from "./fixtures.ts";
import { act, formOf, send } from "./steps.ts";

test.setTimeout(240_000);

const plan = { durationDays: "1", goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].price": "600" };

test("a campaign that is suspended at its deadline: who backs it leaves with the money back, and the desk says until when", async ({
  product,
  as,
}) => {
  const { liveCampaign } = await import("#app/campaigns/fixtures.ts");
  const id = await liveCampaign((await product.company({ verified: true })).viewer, plan);
  const [ann, clerk] = [await as(await product.person()), await as(await product.operator())];
  const annsPledge = await pledge(ann, id, { wallet: "alipay" });
  await clerk.goto(`/desk/campaigns/${id}`);
  await act(clerk, "suspend", { open: "暂停", fill: { reason: "核实账户异常" } });
  await expect(clerk.getByText("已暂停").first()).toBeVisible();
  await travelPastDeadline(id);
  await soon(clerk, "众筹已截止，尚未清算");
  await ann.goto(`/pledges/${annsPledge}`);
  await soon(ann, "平台仍在核实这个项目");
  await act(ann, "cancel", { open: "取消支持" });
  await soon(ann, /退款|已全额退款/);
  await ann.goto(`/campaigns/${id}`);
  await expect(ann.getByText("项目暂停期间不清算").first()).toBeVisible();
  await clerk.goto("/desk/campaigns/money?show=settling");
  await expect(clerk.getByRole("link", { name: "黄河石露营灯" }).first()).toBeVisible();
});

test("a reviewer who found the goods in the warehouse sets two stages, and backers see them", async ({ product, as, visitor }) => {
  const { submittedCampaign } = await import("#app/campaigns/fixtures.ts");
  const creator = await product.company({ verified: true });
  const id = await submittedCampaign(creator.viewer, { title: "现货露营灯" });
  const { db } = await import("#app/db.server.ts");
  const { id: reviewId } = await db.campaignReview.findFirstOrThrow({ where: { campaignId: id } });
  const clerk = await as(await product.operator());
  await clerk.goto(`/desk/campaigns/reviews/${reviewId}`);
  const form = formOf(clerk, "approve");
  for (const box of await form.locator('input[type="checkbox"]').all()) await box.check();
  await form.locator('input[name="refundPolicy"][value="SALE_LIKE"]').check();
  await form.locator('input[name="inStock"][value="yes"]').check();
  await send(form);
  await expect(clerk.getByText("已通过", { exact: true }).first()).toBeVisible();
  const maker = await as(creator);
  await maker.goto(`/campaigns/${id}/manage/launch`);
  await expect(maker.getByText("启动金 70% · 交付金 30%").first()).toBeVisible();
  await send(formOf(maker, "preview"));
  const guest = await visitor();
  await guest.goto(`/campaigns/${id}`);
  await expect(guest.getByText("启动金 70% · 交付金 30%").first()).toBeVisible();
});
