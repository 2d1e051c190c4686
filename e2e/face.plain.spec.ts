import { expect, test } from "./fixtures.ts";

// The page of what does not exist answers 404, which the browser mentions.
test.use({ expected: [/status of 404/] });

test("without scripts the menus unfold, the language changes in place, and one can leave", async ({ product, as }) => {
  const page = await as(await product.person({ name: "杨一帆" }));
  await page.goto("/tasks?sort=closing");
  await page.getByRole("button", { name: "Switch to English" }).first().click();
  await expect(page).toHaveURL("/tasks?sort=closing");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const menu = page.locator("header details").filter({ hasText: "Sign out" });
  await menu.locator("summary").click();
  await menu.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
});

test("what does not exist has a page of the house, in both languages", async ({ visitor }) => {
  for (const [locale, title] of [
    ["zh-CN", "没有找到这个页面"],
    ["en-GB", "This page was not found"],
  ] as const) {
    const page = await visitor(locale);
    const answer = await page.goto("/no-such-place");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
  }
});
