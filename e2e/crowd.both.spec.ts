import { approve, GOOD_CARD, launch, pledge, soon, submitCampaign, travelPastDeadline } from "./crowd-steps.ts";
import { expect, test } from "./fixtures.ts";
import { act, openAccount, travel } from "./steps.ts";

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
  const annsPledge = await pledge(ann, id, GOOD_CARD);
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
});
