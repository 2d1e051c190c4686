import { expect, test } from "vitest";
import { readEnvironment } from "#app/env.server.ts";

const local = {
  APP_MODE: "local",
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "postgresql://jincheng@127.0.0.1:5432/jincheng",
  SESSION_SECRET: "x".repeat(32),
  STRIPE_SECRET_KEY: "sk_test_sandbox_local",
  STRIPE_API_BASE: "http://127.0.0.1:3001",
  STRIPE_WEBHOOK_SECRET: "whsec_a",
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: "whsec_b",
  SMTP_URL: "smtp://127.0.0.1:2525",
  FILES_DIR: "/tmp/files",
};
const live = {
  ...local,
  APP_MODE: "live",
  APP_URL: "https://jincheng.example",
  STRIPE_SECRET_KEY: "sk_live_x",
  STRIPE_API_BASE: undefined,
  MAIL_FROM: "金城 <no-reply@jincheng.example>",
};

test("a complete environment is read, with its defaults", () => {
  expect(readEnvironment(local)).toMatchObject({ APP_MODE: "local", ROLE: "all", PORT: 3000, TRUST_PROXY_HOPS: 0 });
  expect(readEnvironment(live)).toMatchObject({ APP_MODE: "live", APP_URL: "https://jincheng.example" });
  expect(readEnvironment({ ...live, APP_MODE: undefined }).APP_MODE).toBe("live");
  expect(readEnvironment({ ...live, APP_URL: "https://jincheng.example/" }).APP_URL).toBe("https://jincheng.example");
});

const mistakes: [why: string, source: Record<string, string | undefined>, sentence: RegExp][] = [
  ["something required is absent", { ...local, SESSION_SECRET: undefined }, /^SESSION_SECRET is required/],
  ["an empty variable is an absent one", { ...local, DATABASE_URL: "" }, /^DATABASE_URL is required/],
  ["a secret is short", { ...local, SESSION_SECRET: "short" }, /^SESSION_SECRET must have at least 32/],
  ["an address is none", { ...local, SMTP_URL: "mail.example" }, /^SMTP_URL must be an address/],
  ["files have no place", { ...local, FILES_DIR: undefined }, /^FILES_DIR or S3_URL is required/],
  ["a live key meets a sandbox address", { ...live, STRIPE_API_BASE: "https://stripe.internal" }, /^STRIPE_API_BASE must not be set/],
  [
    "a live key in local mode",
    { ...local, STRIPE_SECRET_KEY: "sk_live_x", STRIPE_API_BASE: undefined },
    /^STRIPE_SECRET_KEY is a live key/,
  ],
  ["the sandbox's key in live mode", { ...live, STRIPE_SECRET_KEY: "sk_test_sandbox_local" }, /^STRIPE_SECRET_KEY is the local sandbox's/],
  [
    "a Stripe on this machine in live mode",
    { ...live, STRIPE_SECRET_KEY: "sk_test_x", STRIPE_API_BASE: "http://127.0.0.1:3001" },
    /^STRIPE_API_BASE is an address of this machine/,
  ],
  ["live without https", { ...live, APP_URL: "http://jincheng.example" }, /^APP_URL must begin with https/],
  ["live without a sender", { ...live, MAIL_FROM: undefined }, /^MAIL_FROM is required/],
];
test.each(mistakes)("refused in one sentence: %s", (_why, source, sentence) => {
  let said = "";
  try {
    readEnvironment(source);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toMatch(sentence);
  expect(said.split("\n")).toHaveLength(1);
});
