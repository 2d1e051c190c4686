import { expect, test } from "./fixtures.ts";
import { act, bid, choose, deliver, eventually, openAccount, pay, postTask, sign, travel } from "./steps.ts";

test.setTimeout(300_000);

test("the whole street: posted, bid on, awarded, signed, paid, delivered, accepted, released", async ({ product, as }) => {
  const employer = await product.company({ name: "街角茶饮有限公司", verified: true });
  const provider = await product.company({ name: "河畔软件工作室", verified: true });
  const rival = await product.company({ name: "南山软件工作室", verified: true });
  const [boss, maker, other] = [await as(employer), await as(provider), await as(rival)];

  const task = await postTask(boss, { title: "连锁茶饮会员小程序", budget: "9000" });
  await expect(boss.getByText("投标截止").first()).toBeVisible();
  await openAccount(maker);
  await maker.goto("/tasks?q=会员小程序");
  await maker.getByRole("link", { name: "连锁茶饮会员小程序" }).first().click();
  await expect(maker).toHaveURL(new RegExp(task));
  await bid(maker, task, "7000");
  await bid(other, task, "8600", "28");

  await travel("3d");
  await boss.goto(task);
  await eventually(boss, () => expect(boss.getByRole("link", { name: "去选标" }).first()).toBeVisible({ timeout: 500 }));
  await choose(boss, task);

  await maker.goto(`${task}/award`);
  await act(maker, "accept");
  await expect(maker).toHaveURL(/\/contracts\//);
  const contract = new URL(maker.url()).pathname;
  await sign(maker, contract);
  await sign(boss, contract);

  await pay(boss, contract, { card: "4242424242424242" });
  await expect(boss).toHaveURL(/\/paid\//);
  await maker.goto(contract);
  await eventually(maker, () => expect(maker.locator('input[name="intent"][value="start"]').first()).toBeAttached({ timeout: 500 }));
  await act(maker, "start");
  await deliver(maker, contract);

  await boss.goto(contract);
  await act(boss, "accept", { open: "验收通过" });
  await travel("6d");
  await maker.goto("/statement?role=provider");
  await eventually(maker, () => expect(maker.getByText("6,650.00").first()).toBeVisible({ timeout: 500 }));
  await other.goto(task);
  await eventually(other, () => expect(other.getByText("未中标").first()).toBeVisible({ timeout: 500 }));
});
