import { z } from "zod";

/** Something is wrong in the environment: one sentence for each mistake. */
export class EnvironmentMistake extends Error {}

const required = (why: string) => z.string(`is required: ${why}`);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const url = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `must be an address (${protocols.join(" or ")})`);

const Environment = z.object({
  /** What is allowed: local = demo town, time travel, a sandbox for the outside world; live = people's money. NODE_ENV decides nothing. */
  APP_MODE: z.enum(["local", "live"], "must be local or live").default("live"),
  /** web answers people, worker does what time and the queue ask, all does both. */
  ROLE: z.enum(["web", "worker", "all"], "must be web, worker or all").default("all"),
  APP_URL: required("the address people type, like https://jincheng.example")
    .pipe(url("http:", "https:"))
    .transform((text) => new URL(text).origin),
  PORT: whole(0, 65535).default(3000),
  DATABASE_URL: required("the PostgreSQL to work on").pipe(url("postgresql:", "postgres:")),
  REDIS_URL: url("redis:", "rediss:").optional(),
  SESSION_SECRET: required("at least 32 characters of chance").pipe(z.string().min(32, "must have at least 32 characters")),
  STRIPE_SECRET_KEY: required("the key of the Stripe account").pipe(
    z.string().regex(/^(sk|rk)_(test|live)_/, "must be a Stripe secret key"),
  ),
  STRIPE_WEBHOOK_SECRET: required("the signing secret of the endpoint /webhooks/stripe"),
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: required("the signing secret of the endpoint /webhooks/stripe-accounts"),
  /** Where Stripe's API answers; unset = Stripe. */
  STRIPE_API_BASE: url("http:", "https:").optional(),
  /** How many kept cards each process charges a second; unset: 20 at Stripe, as fast as it goes elsewhere. */
  CHARGE_RATE: whole(1, 100).optional(),
  SMTP_URL: required("the mail server").pipe(url("smtp:", "smtps:")),
  MAIL_FROM: z.string().default("金城 Jincheng <no-reply@jincheng.invalid>"),
  FILES_DIR: z.string().optional(),
  S3_URL: url("http:", "https:").optional(),
  /** How many proxies in front may be believed about the visitor's address. */
  TRUST_PROXY_HOPS: whole(0, 10).default(0),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
});
type Env = z.output<typeof Environment> & { FILES_DIR: string };

/** What no single variable can say. */
function disagreements(env: z.output<typeof Environment>) {
  const live = env.APP_MODE === "live";
  const liveKey = /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY);
  const rules: [boolean, string][] = [
    [!env.FILES_DIR && !env.S3_URL, "FILES_DIR or S3_URL is required: where the files of people are kept"],
    [
      liveKey && env.STRIPE_API_BASE !== undefined,
      "STRIPE_API_BASE must not be set together with a live Stripe key: real money goes to Stripe only",
    ],
    [!live && liveKey, "STRIPE_SECRET_KEY is a live key, but APP_MODE is local: time travel and demo accounts do not go with real money"],
    [live && env.STRIPE_SECRET_KEY.includes("sandbox"), "STRIPE_SECRET_KEY is the local sandbox's, but APP_MODE is live"],
    [
      live && /^https?:\/\/(localhost|127\.|\[::1\])/.test(env.STRIPE_API_BASE ?? ""),
      "STRIPE_API_BASE is an address of this machine, but APP_MODE is live",
    ],
    [live && !env.APP_URL.startsWith("https://"), "APP_URL must begin with https:// when APP_MODE is live"],
    [live && env.MAIL_FROM.includes(".invalid"), "MAIL_FROM is required when APP_MODE is live: the sender of every mail"],
  ];
  return rules.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
}

/** An empty variable is an absent one. */
export function readEnvironment(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(set);
  const mistakes = parsed.success
    ? disagreements(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if (!parsed.success || mistakes.length > 0) throw new EnvironmentMistake(mistakes.join("\n"));
  return { ...parsed.data, FILES_DIR: parsed.data.FILES_DIR ?? "" };
}

function readOrExit() {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentMistake)) throw error;
    process.stderr.write(`环境变量有误 · The environment is not right (see .env.example):\n${error.message}\n`);
    process.exit(1);
  }
}

export const env = readOrExit();
