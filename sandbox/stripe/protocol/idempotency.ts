// One effect per key: the first answer is kept with the effect it describes and replayed for a day.
import { createHash } from "node:crypto";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";
import type { RawTree } from "#sandbox/stripe/protocol/params.ts";

const KEEP_MS = { v1: 24 * 3_600_000, v2: 30 * 86_400_000 };
const MAX_KEY = 255;

export interface KeyUse {
  account: string;
  key: string;
  fingerprint: string;
  generation: "v1" | "v2";
}
export interface Answer {
  status: number;
  body: string;
}

export function keyUse(account: string, key: string, method: string, path: string, params: RawTree): KeyUse {
  if (key.length > MAX_KEY) throw new ApiError(400, `Idempotency keys can't be longer than ${MAX_KEY} characters.`, {}, { stored: false });
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([method, path, sorted(params)]))
    .digest("hex");
  return { account, key, fingerprint, generation: path.startsWith("/v2/") ? "v2" : "v1" };
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The kept answer, if this key was used within its life; other parameters under it are an error. */
export function recall(sandbox: Sandbox, use: KeyUse): Answer | undefined {
  const row = sandbox.store.one<Answer & { fingerprint: string; expires: number }>(
    "SELECT * FROM idempotency WHERE account = ? AND key = ?",
    use.account,
    use.key,
  );
  if (!row || row.expires <= sandbox.clock.now()) return undefined;
  if (row.fingerprint !== use.fingerprint)
    throw new ApiError(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${use.key}' if you meant to execute a different request.`,
      { type: "idempotency_error" },
      { stored: false },
    );
  return { status: row.status, body: row.body };
}

export function keep(sandbox: Sandbox, use: KeyUse, answer: Answer) {
  sandbox.store.run(
    `INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, expires = excluded.expires`,
    use.account,
    use.key,
    use.fingerprint,
    answer.status,
    answer.body,
    sandbox.clock.now() + KEEP_MS[use.generation],
  );
}

export const inUse = (key: string) =>
  new ApiError(
    409,
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Try again later.`,
    { code: "idempotency_key_in_use" },
    { stored: false },
  );
