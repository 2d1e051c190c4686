// The one clock of the local world. Time travel moves the payment service and the product together.
import pg from "pg";
import type { Store } from "#sandbox/state/store.ts";

export interface Clock {
  now(): number;
  seconds(): number;
  offsetMs(): number;
  /** Moves both clocks; the product's follows the one kept here. */
  move(offsetMs: number): Promise<void>;
  /** Brings the product's clock to the one kept here, as after a crash between the two writes. */
  align(): Promise<void>;
  productOffsetMs(): Promise<number | null>;
}

const UNDEFINED_TABLE = "42P01";

export function openClock(store: Store, databaseUrl: string | undefined): Clock {
  let offset = store.setting("clockOffsetMs", 0);
  const now = () => Date.now() + offset;

  // Time travel comes in bursts: the connection is kept for a moment, not so long that it is in the way of whoever drops the database.
  const pool = databaseUrl
    ? new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 5000, idleTimeoutMillis: 500, allowExitOnIdle: true })
    : null;
  pool?.on("error", () => undefined);
  const withProduct = async <T>(work: (pool: pg.Pool) => Promise<T>): Promise<T | null> => (pool ? work(pool) : null);
  const writeProduct = () =>
    withProduct((on) =>
      on.query(
        `INSERT INTO "AppClock" ("id", "offsetMs") VALUES (1, $1) ON CONFLICT ("id") DO UPDATE SET "offsetMs" = excluded."offsetMs"`,
        [offset],
      ),
    );
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    offsetMs: () => offset,
    async move(offsetMs) {
      offset = Math.round(offsetMs);
      store.set("clockOffsetMs", offset);
      await writeProduct();
    },
    async align() {
      await writeProduct().catch((error: { code?: string }) => {
        // The product's tables come with its first migration; until then there is no clock to align.
        if (error.code !== UNDEFINED_TABLE) throw error;
      });
    },
    productOffsetMs: () =>
      withProduct(async (on) => {
        const { rows } = await on.query(`SELECT "offsetMs" FROM "AppClock" WHERE "id" = 1`);
        return rows[0] ? Number(rows[0].offsetMs) : null;
      }).catch(() => null),
  };
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** "7d", "90m", "1h30m" or a number of milliseconds. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const text = String(value ?? "").trim();
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(ms|[smhd])\s*)+$/.test(text)) return null;
  let total = 0;
  for (const [, n, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) total += Number(n) * UNITS[unit as keyof typeof UNITS];
  return total;
}
