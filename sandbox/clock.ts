// For tests: moves the product's one clock as time travel does, by the owner's connection.
import pg from "pg";

/** app_now() becomes the database's clock plus this many milliseconds. */
export async function setOffset(ms: number, ownerUrl = process.env.OWNER_DATABASE_URL) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`UPDATE "AppClock" SET "offsetMs" = $1 WHERE id = 1`, [Math.round(ms)]);
  await client.end();
}

/** Sets app_now() to this moment; it goes on from there. */
export const setNow = (moment: Date) => setOffset(moment.getTime() - Date.now());
