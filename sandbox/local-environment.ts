// What the product is told on one machine: the given environment, and the embedded part wherever it names none.
import type { State } from "#sandbox/state-folder.ts";

/** The key that the local Stripe accepts. */
const LOCAL_KEY = "sk_test_sandbox_local";
/** Nothing answers there. */
const NOWHERE = { url: "http://127.0.0.1:9", smtpPort: 9 };

export function webhookSecrets(state: State) {
  const { webhook, accountsWebhook } = state.secrets("webhook", "accountsWebhook");
  return { webhook: `whsec_${webhook}`, accountsWebhook: `whsec_${accountsWebhook}` };
}

type Addresses = { port: number; databaseUrl: string; world?: { url: string; smtpPort: number } };

export function localEnvironment(state: State, { port, databaseUrl, world = NOWHERE }: Addresses): NodeJS.ProcessEnv {
  const given = process.env;
  const secrets = webhookSecrets(state);
  return {
    ...given,
    APP_MODE: "local",
    PORT: String(port),
    APP_URL: given.APP_URL || `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: given.SESSION_SECRET || state.secrets("session").session,
    SMTP_URL: given.SMTP_URL || `smtp://127.0.0.1:${world.smtpPort}`,
    FILES_DIR: given.FILES_DIR || (given.S3_URL ? undefined : state.file("files")),
    LOG_LEVEL: given.LOG_LEVEL || "warn",
    STATE_DIR: state.dir,
    ...(!given.STRIPE_SECRET_KEY && {
      STRIPE_SECRET_KEY: LOCAL_KEY,
      STRIPE_API_BASE: world.url,
      STRIPE_WEBHOOK_SECRET: secrets.webhook,
      STRIPE_ACCOUNTS_WEBHOOK_SECRET: secrets.accountsWebhook,
    }),
  };
}
