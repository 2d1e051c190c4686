import { expect, test } from "./fixtures.ts";

test("a person signs in, changes the language, and finds their name", async ({ product, as, visitor }) => {
  const stranger = await visitor();
  await stranger.goto("/");
  await expect(stranger.getByRole("link", { name: "登录" }).first()).toBeVisible();
  const somebody = await product.person({ name: "李晓渡" });
  const page = await as(somebody);
  await page.goto("/");
  await expect(page.getByText("李晓渡").first()).toBeAttached();
  await page.getByRole("button", { name: "Switch to English" }).first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
