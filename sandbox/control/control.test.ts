import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import nodemailer from "nodemailer";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Driver, driveWorld, paidCharge } from "#sandbox/driver.ts";
import type { Mail } from "#sandbox/mail.ts";
import { startWorld } from "#sandbox/start-world.ts";

const APP = "http://localhost:3000";
let driver: Driver;
beforeAll(async () => {
  driver = await driveWorld({ appUrl: APP });
});
beforeEach(() => driver.control("POST", "reset"));
afterAll(() => driver.close());

const page = async (path: string, language = "en") => {
  const answer = await fetch(`${driver.world.url}${path}`, { headers: { "accept-language": language } });
  return { status: answer.status, html: await answer.text() };
};
const post = (path: string, form: Record<string, string>) =>
  fetch(`${driver.world.url}/_sandbox/${path}`, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });

describe("mail", () => {
  const send = (to: string, subject = "您的投标已被选中") =>
    nodemailer.createTransport({ host: "127.0.0.1", port: driver.world.smtpPort, secure: false }).sendMail({
      from: "金城 <no-reply@jincheng.example>",
      to,
      subject,
      text: `请查看 ${APP}/tasks/1`,
      html: `<p>请<a href="${APP}/tasks/1?a=1&amp;b=2">查看任务</a></p><script>alert(1)</script>`,
    });

  it("is kept, found by its recipient, newest first, with its links", async () => {
    await send("a@example.cn", "first");
    await send("B@example.cn");
    await send("b@example.cn", "third");
    const { mails } = await driver.control<{ mails: Mail[] }>("GET", "mails?to=b@example.cn");
    expect(mails.map((mail) => mail.subject)).toEqual(["third", "您的投标已被选中"]);
    expect(mails[0]).toMatchObject({ to: ["b@example.cn"], links: [`${APP}/tasks/1?a=1&b=2`, `${APP}/tasks/1`] });
    expect(await driver.control("GET", `mails/${mails[0]?.id}.json`)).toMatchObject({ subject: "third" });
    expect((await page(`/_sandbox/mails/${mails[0]?.id}`)).html).toContain(`href="${APP}/tasks/1?a=1&amp;b=2"`);
    await driver.control("DELETE", "mails");
    expect(await driver.control("GET", "mails")).toEqual({ mails: [] });
  });

  it("shows another's markup only inside a frame that runs no scripts", async () => {
    await send("a@example.cn", "<img src=x>");
    const [mail] = (await driver.control<{ mails: Mail[] }>("GET", "mails")).mails;
    const { html } = await page(`/_sandbox/mails/${mail?.id}`);
    expect(html).not.toContain("<script>");
    expect(html).not.toContain("<img src=x>");
    expect(html).toMatch(/<iframe [^>]*sandbox="[^"]*"/);
  });
});

describe("the clock", () => {
  it("moves by what is asked, adds up, and refuses what is no duration", async () => {
    const start = Date.parse((await driver.control<{ now: string }>("GET", "clock")).now);
    await driver.advance("7d");
    const { offsetMs, now } = await driver.control<{ offsetMs: number; now: string }>("POST", "clock", { advance: 90_000 });
    expect(offsetMs).toBe(7 * 86_400_000 + 90_000);
    expect(Date.parse(now) - start).toBeGreaterThanOrEqual(offsetMs);
    await expect(driver.advance("soon")).rejects.toThrow("400");
    expect((await post("clock", { advance: "soon" })).headers.get("location")).toContain("wrong=");
  });
});

describe("the product's clock", () => {
  it("follows, also after the sandbox was away", async () => {
    const databaseUrl = process.env.OWNER_DATABASE_URL as string;
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const appNow = async () => Date.parse((await client.query("SELECT app_now() AS now")).rows[0].now);
    const first = await driveWorld({ databaseUrl });
    await first.advance("3d");
    expect(await first.control("GET", "clock")).toMatchObject({ offsetMs: 3 * 86_400_000, productOffsetMs: 3 * 86_400_000 });
    expect((await appNow()) - Date.now()).toBeGreaterThan(3 * 86_400_000 - 5_000);
    first.world.kill();
    await first.world.gone;
    await client.query(`UPDATE "AppClock" SET "offsetMs" = 0`);
    const second = await driveWorld({ databaseUrl, dir: first.dir });
    expect((await appNow()) - Date.now()).toBeGreaterThan(3 * 86_400_000 - 5_000);
    await second.control("POST", "reset");
    expect(Math.abs((await appNow()) - Date.now())).toBeLessThan(5_000);
    await second.close();
    await client.end();
  });
});

describe("the page", () => {
  it.each(["zh", "en"])("shows time, mail, money, faults and webhooks in %s", async (language) => {
    await paidCharge(driver, 123_400, { card: "4000000000000077" });
    const { status, html } = await page("/_sandbox", language);
    expect(status).toBe(200);
    for (const part of [language === "zh" ? "时间旅行" : "Time travel", "1,190.04", `href="${APP}"`]) expect(html).toContain(part);
    expect(html).not.toContain("undefined");
  });

  it("does by forms what tests do by JSON", async () => {
    expect((await post("faults", { endpoint: "POST /v1/refunds", kind: "429", nth: "2", times: "1" })).status).toBe(303);
    expect(await driver.control("GET", "faults")).toMatchObject({ faults: [{ method: "POST", path: "/v1/refunds", kind: "429", nth: 2 }] });
    expect((await page("/_sandbox")).html).toContain("/v1/refunds");
    await post("faults", { _method: "DELETE" });
    expect(await driver.control("GET", "faults")).toEqual({ faults: [] });
    await post("webhooks", { duplicate: "2", shuffle: "on" });
    expect(await driver.control("GET", "webhooks")).toMatchObject({ duplicate: 2, shuffle: true, dropNext: 0 });
    await post("rate-limit", { perSecond: "25" });
    expect((await page("/_sandbox")).html).toContain('name="perSecond" type="number" min="0" value="25"');
    await post("clock", { advance: "1h" });
    expect(await driver.control("GET", "clock")).toMatchObject({ offsetMs: 3_600_000 });
  });

  it("lets the bank dispute and decide, and return a payout", async () => {
    const charge = await paidCharge(driver, 50_000, { card: "4000000000000077" });
    expect((await page("/_sandbox")).html).toContain(`<option value="${charge.id}">`);
    await post("dispute.open", { charge: charge.id, reason: "duplicate", amount: "", inquiry: "on" });
    const [dispute] = (await driver.stripe.disputes.list({ charge: charge.id })).data;
    expect(dispute).toMatchObject({ reason: "duplicate", status: "warning_needs_response" });
    await post("dispute.decide", { dispute: dispute?.id as string, outcome: "escalated" });
    expect((await page("/_sandbox")).html).toContain("needs a response");
    await post("dispute.decide", { dispute: dispute?.id as string, outcome: "won" });
    const wrong = await post("dispute.decide", { dispute: dispute?.id as string, outcome: "lost" });
    expect(wrong.headers.get("location")).toContain("wrong=");
    await post("payout.make", { account: "", currency: "cny" });
    const [payout] = (await driver.stripe.payouts.list()).data;
    await post("payout.fail", { payout: payout?.id as string, code: "no_account" });
    expect((await page("/_sandbox", "zh")).html).toContain("已退回");
    expect(await driver.stripe.payouts.retrieve(payout?.id as string)).toMatchObject({ status: "failed", failure_code: "no_account" });
  });

  it("exports everything and forgets everything", async () => {
    const charge = await paidCharge(driver, 10_000);
    const before = await driver.control<{ objects: { body: { id: string } }[] }>("GET", "export");
    expect(before.objects.map((one) => one.body.id)).toContain(charge.id);
    await driver.control("POST", "reset");
    expect(await driver.control("GET", "export")).toMatchObject({ objects: [], mail: [], clockOffsetMs: 0 });
  });
});

describe("the process", () => {
  it("ends when whoever started it is killed", async () => {
    const script = `import { startWorld } from "#sandbox/start-world.ts"; process.on("message", () => {}); process.send(await startWorld({ dir: ${JSON.stringify(`${driver.dir}/orphan`)} }));`;
    const launcher = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const [{ url }] = (await once(launcher, "message")) as [{ url: string }];
    const { port } = new URL(url);
    const line = connect(Number(port), "127.0.0.1");
    await once(line, "connect");
    const closed = new Promise((resolve) => line.resume().on("error", resolve).on("close", resolve));
    launcher.kill("SIGKILL");
    await closed;
  });

  it("refuses a live product and a taken port", async () => {
    vi.stubEnv("APP_MODE", "live");
    const live = startWorld({ dir: driver.dir });
    vi.unstubAllEnvs();
    await expect(live).rejects.toThrow("ended before it was ready");
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    await expect(startWorld({ dir: `${driver.dir}/other`, port: (taken.address() as AddressInfo).port })).rejects.toThrow("ended before");
    taken.close();
  });
});
