import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";

// A complaint answers 400, a refused file 415; the browser mentions both.
test.use({ expected: [/status of 4(00|15)/] });

test("a complaint takes the focus and stays while the page's data moves on", async ({ product, as }) => {
  const somebody = await product.person({ name: "高小满", verified: true });
  const page = await as(somebody);
  await page.goto("/profile");
  const name = page.getByLabel("姓名或常用名");
  await name.fill("高");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute("aria-invalid", "true");

  // Reading the notices elsewhere signals to every page of this person, and each runs its loaders again.
  const again = page.waitForResponse((answer) => answer.url().includes("/profile.data"));
  const tab = await page.context().newPage();
  await tab.goto("/notices");
  await tab.getByRole("button", { name: "全部标为已读" }).click();
  await again;
  await expect(page.locator("header").getByText("未读消息")).toHaveCount(0);
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toHaveValue("高");
});

test("files go up at once and the form carries their ids; a refused one says why beside it", async ({ product, as }) => {
  const somebody = await product.person();
  const { draftTask } = await import("#app/tasks/fixtures.ts");
  const page = await as(somebody);
  await page.goto(`/tasks/${await draftTask(somebody)}/edit?step=scope`);
  await page.locator('input[type="file"]').setInputFiles([
    { name: "流程图.txt", mimeType: "text/plain", buffer: Buffer.from("第一步、第二步") },
    { name: "安装.exe", mimeType: "application/octet-stream", buffer: Buffer.from([77, 90, 0, 1]) },
  ]);
  await expect(page.getByRole("link", { name: "流程图.txt" })).toBeVisible();
  await expect(page.getByText("不支持文件“安装.exe”的类型")).toBeVisible();
  await expect(page.locator('input[type="hidden"][name="files[]"]')).toHaveCount(1);
  await page.getByRole("button", { name: "移除 流程图.txt" }).click();
  await expect(page.locator('input[type="hidden"][name="files[]"]')).toHaveCount(0);
});

test("the header's menu opens and closes by keyboard, and the skip link leads past it", async ({ product, as }) => {
  const page = await as(await product.person({ name: "石大可" }));
  await page.goto("/tasks");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  const menu = page.locator("header details").filter({ hasText: "退出登录" });
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("button", { name: "退出登录" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu.getByRole("button", { name: "退出登录" })).toBeHidden();
  await expect(menu.locator("summary")).toBeFocused();
  // A link in it closes it, also one to the page that is shown.
  const link = menu.getByRole("link", { name: "登录设备" });
  for (const _ of [1, 2]) {
    await menu.locator("summary").click();
    await link.click();
    await expect(page).toHaveURL(/\/sessions$/);
    await expect(link).toBeHidden();
  }
  // A jump inside the page leaves it open; the way back to another page closes it.
  await menu.locator("summary").click();
  await page.evaluate(() => {
    location.hash = "main";
  });
  await page.waitForFunction(() => window.__remixRouter.state.location.hash === "#main");
  await expect(link).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/tasks(#main)?$/);
  await expect(link).toBeHidden();
});

for (const { locale, width } of [
  { locale: "zh-CN", width: 1280 },
  { locale: "en-GB", width: 390 },
]) {
  test(`pages hold for screen readers and fit at ${width} px in ${locale}`, async ({ product, as, visitor }) => {
    const guest = await visitor(locale);
    const member = await as(await product.person({ verified: true }), locale);
    const visits = [
      { page: guest, paths: ["/", "/tasks", "/providers", "/sign-in", "/sign-up", "/terms"] },
      { page: member, paths: ["/", "/tasks/new", "/my/tasks", "/my/bids", "/contracts", "/statement", "/notices", "/profile"] },
    ];
    for (const { page, paths } of visits) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of paths) {
        await page.goto(path);
        expect
          .soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${path} is too wide`)
          .toBeLessThanOrEqual(0);
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
}
