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

  async function withProduct<T>(work: (client: pg.Client) => Promise<T>): Promise<T | null> {
    if (!databaseUrl) return null;
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
  const writeProduct = () =>
    withProduct((client) =>
      client.query(
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
      withProduct(async (client) => {
        const { rows } = await client.query(`SELECT "offsetMs" FROM "AppClock" WHERE "id" = 1`);
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
