import { expect, type Mail, test, world } from "./fixtures.ts";

/** The address in the newest mail to someone whose text holds a link to `path`; the mail may still be on its way. */
async function linkIn(to: string, path: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      const texts = (await world.mails(to)).map((mail: Mail) => mail.text);
      found = texts.map((text) => new RegExp(`https?://[^\\s]+(${path}[^\\s]+)`).exec(text)?.[1]).find(Boolean);
      return found !== undefined;
    })
    .toBe(true);
  return found as string;
}
const unique = () => Math.random().toString(36).slice(2, 8);
const password = "bridge-over-the-river-8";

// A form that is complained about answers 400, which the browser mentions.
test.use({ expected: [/status of 400/] });

test("a newcomer signs up, confirms by mail, founds a company and has it verified", async ({ page, as, product }) => {
  const email = `new-${unique()}@example.test`;
  await page.goto("/sign-up");
  await page.getByLabel("姓名或常用名").fill("新来的");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "注册" }).click();
  await expect(page.getByRole("heading", { name: "请查收邮件" })).toBeVisible();

  await page.goto(await linkIn(email, "/confirm"));
  await page.getByRole("button", { name: "确认验证" }).click();
  await expect(page).toHaveURL("/");

  const company = `新来的公司 ${unique()}`;
  await page.goto("/organisations/new");
  await page.getByLabel("企业名称").fill(company);
  await page.getByLabel("所在城市").fill("兰州");
  await page.getByRole("button", { name: "创建" }).click();
  await expect(page.getByRole("heading", { name: company })).toBeVisible();
  await page.getByLabel("技能").fill("品牌设计，插画");
  await page.getByRole("checkbox", { name: "品牌与设计" }).check();
  await page.getByRole("button", { name: "保存资料" }).click();
  await expect(page.getByText("资料已保存")).toBeVisible();

  await page.getByRole("link", { name: "实名认证" }).click();
  await page.getByLabel("企业全称").fill(`${company}有限公司`);
  await page.getByLabel("统一社会信用代码").fill("91350100M000100Y44");
  await page.getByRole("button", { name: "提交认证" }).click();
  await expect(page.getByText("统一社会信用代码不正确")).toBeVisible();
  await expect(page.getByLabel("企业全称")).toHaveValue(`${company}有限公司`);
  await page.getByLabel("统一社会信用代码").fill(product.someUscc());
  await page.getByRole("button", { name: "提交认证" }).click();
  await expect(page.getByText("认证申请审核中")).toBeVisible();

  const clerk = await as(await product.operator());
  await clerk.goto("/desk/verifications");
  await clerk.getByRole("link", { name: `${company}有限公司` }).click();
  await clerk.getByRole("button", { name: "查看完整号码" }).click();
  await expect(clerk.getByText("本次查看已记录")).toBeVisible();
  await clerk.getByRole("radio", { name: /^通过/ }).check();
  await clerk.getByRole("button", { name: "提交决定" }).click();
  await expect(clerk.getByText("已通过").first()).toBeVisible();

  await page.goto("/providers?category=design");
  await page.getByRole("link", { name: company }).click();
  await expect(page.getByText("已实名")).toBeVisible();
});

test("an invited colleague joins by the link, and only with the invited address", async ({ as, product }) => {
  const [owner, friend, stranger] = [await product.company(), await product.person(), await product.person()];
  const ownerPage = await as(owner);
  await ownerPage.goto(`/organisations/${owner.orgId}/members`);
  await ownerPage.getByLabel("对方的邮箱").fill(friend.email);
  await ownerPage.getByLabel("角色").filter({ visible: true }).selectOption("BIDDER");
  await ownerPage.getByRole("button", { name: "发送邀请" }).click();
  await expect(ownerPage.getByText("邀请已发送")).toBeVisible();
  const link = await linkIn(friend.email, "/invitations/");

  const strangerPage = await as(stranger);
  await strangerPage.goto(link);
  await expect(strangerPage.getByText("这份邀请发给了")).toBeVisible();
  await expect(strangerPage.getByRole("button", { name: "接受邀请" })).toHaveCount(0);

  const friendPage = await as(friend);
  await friendPage.goto("/notices");
  await friendPage.getByRole("button", { name: /邀请您加入/ }).click();
  await friendPage.getByRole("button", { name: "接受邀请" }).click();
  await expect(friendPage).toHaveURL(`/organisations/${owner.orgId}`);
  await ownerPage.goto(`/organisations/${owner.orgId}/members`);
  await expect(ownerPage.getByText(`投标人员 · ${friend.email}`)).toBeVisible();
});

test("a lost password is replaced by mail, and other devices are signed out", async ({ page, as, product }) => {
  const known = await product.person();
  const elsewhere = await as(known);
  await elsewhere.goto("/profile");
  await expect(elsewhere.getByRole("heading", { name: "账户" })).toBeVisible();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "忘记密码" }).click();
  // The page before has a field of the same name.
  await expect(page.getByRole("heading", { name: "忘记密码" })).toBeVisible();
  await page.getByLabel("邮箱").fill(known.email);
  await page.getByRole("button", { name: "发送链接" }).click();
  await expect(page.getByRole("heading", { name: "请查收邮件" })).toBeVisible();
  await page.goto(await linkIn(known.email, "/reset"));
  await page.getByLabel("新密码").fill("another-river-bank-5");
  await page.getByRole("button", { name: "保存新密码" }).click();
  await page.getByLabel("邮箱").fill(known.email);
  await page.getByLabel("密码").fill("another-river-bank-5");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL("/");
  await elsewhere.goto("/profile");
  await expect(elsewhere).toHaveURL(/\/sign-in\?to=%2Fprofile/);
});

test("a report reaches the desk, whose operator suspends the organisation; its members see why", async ({ as, product }) => {
  const name = `可疑公司 ${unique()}`;
  const [bad, teller, clerk] = [await product.company({ name }), await product.person(), await product.operator()];
  const tellerPage = await as(teller);
  await tellerPage.goto(`/providers/${bad.orgId}`);
  await tellerPage.getByRole("link", { name: "举报" }).click();
  await tellerPage.getByLabel("具体情况").fill("收款之后就联系不上了，已经一个星期。");
  await tellerPage.getByRole("button", { name: "提交举报" }).click();
  await expect(tellerPage.getByText("举报已提交")).toBeVisible();

  const desk = await as(clerk);
  await desk.goto("/desk/reports");
  await desk.getByRole("link", { name }).click();
  await desk.getByRole("radio", { name: /核实/ }).check();
  await desk.getByLabel("答复").fill("已核实，感谢。");
  await desk.getByRole("button", { name: "提交决定" }).click();
  await expect(desk.getByText("已核实", { exact: true }).first()).toBeVisible();
  await desk.getByRole("link", { name: "查找该组织" }).click();
  await desk.getByText("暂停", { exact: true }).click();
  await desk.getByLabel("原因").fill("收款后失联");
  await desk.getByRole("button", { name: "确认" }).click();
  await expect(desk.getByText("操作已记录")).toBeVisible();
  await desk.goto("/desk/log");
  await expect(desk.getByRole("row", { name: new RegExp(`暂停组织.*${name}`) })).toBeVisible();

  const badPage = await as(bad);
  await badPage.goto(`/organisations/${bad.orgId}`);
  await expect(badPage.getByText("收款后失联")).toBeVisible();
});
