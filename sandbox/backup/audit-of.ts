// The checks of the books on a database that the product is not connected to.
import type pg from "pg";

export async function auditOf(client: pg.Client): Promise<{ name: string; rows: string[] }[]> {
  const { checks } = await import("#app/ledger/checks.server.ts");
  const on = {
    $queryRaw: async (strings: TemplateStringsArray, ...values: unknown[]) =>
      (
        await client.query(
          strings.reduce((sql, part, i) => `${sql}$${i}${part}`),
          values,
        )
      ).rows as { what: string }[],
  };
  const results: { name: string; rows: string[] }[] = [];
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  for (const [name, query] of Object.entries(checks)) results.push({ name, rows: (await query(on as never)).map((row) => row.what) });
  await client.query("COMMIT");
  return results;
}
