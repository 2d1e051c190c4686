import { db } from "#app/db.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";

/** `found` counts what should not be there; `examples` names the first few. */
export type CheckResult = { name: CheckName; found: number; examples: string[]; ms: number };

const EXAMPLES = 5;

/** Runs every check of the books on one state of the database. All results must be zero, after every suite and at every hour. */
export const audit = () => runChecks(Object.keys(checks) as CheckName[]);

/** Some of them, on one state: what a check sees half-done under way would not be a mistake. */
export async function runChecks(names: readonly CheckName[]): Promise<CheckResult[]> {
  return db.$transaction(
    async (tx) => {
      const results: CheckResult[] = [];
      for (const name of names) {
        const began = performance.now();
        const rows = await checks[name](tx);
        results.push({
          name,
          found: rows.length,
          examples: rows.slice(0, EXAMPLES).map((row) => row.what),
          ms: Math.round(performance.now() - began),
        });
      }
      return results;
    },
    { isolationLevel: "RepeatableRead", timeout: 120_000, maxWait: 30_000 },
  );
}
