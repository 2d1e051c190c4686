import type { App } from "./app.ts";
import type { Place } from "./place.ts";
import { until } from "./until.ts";

/** The product stands still between two transactions. */
export async function freezeIdle(place: Place, app: App) {
  await until(async () => {
    app.freeze();
    const busy = await place.sql(
      "SELECT FROM pg_stat_activity WHERE usename = 'jincheng' AND state <> 'idle' AND application_name IS DISTINCT FROM 'driver'",
    );
    if (busy.length === 0) return true;
    app.thaw();
    return "it is always busy";
  }, 30_000);
}
