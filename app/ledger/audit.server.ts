import { db } from "#app/db.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";

/**
 * `found` counts what should not be there; `examples` names the first few. A check that could not be asked (`failed`) is red like one that
 * found something: what it would have found is not known.
 */
export type CheckResult = { name: CheckName; found: number; examples: string[]; ms: number; failed: boolean };

const EXAMPLES = 5;
/** A check that takes longer has failed; nothing else waits for it. */
const MOST_MS = 60_000;

/** Runs every check of the books. All results must be zero, after every suite and at every hour. */
export async function audit(): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const name of Object.keys(checks) as CheckName[]) results.push(await runCheck(name));
  return results;
}

/** One check on one state of the database: what it sees half-done under way would not be a mistake. It fails alone. */
export async function runCheck(name: CheckName): Promise<CheckResult> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  try {
    const rows = await db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(MOST_MS)}, true)`;
        return checks[name](tx);
      },
      { isolationLevel: "RepeatableRead", timeout: MOST_MS + 10_000, maxWait: 30_000 },
    );
    return { name, found: rows.length, examples: rows.slice(0, EXAMPLES).map((row) => row.what), ms: ms(), failed: false };
  } catch (error) {
    return { name, found: 1, examples: [`could not be asked: ${inOneLine(error)}`], ms: ms(), failed: true };
  }
}

/** The database's own words stand in the last line of the client's. */
const inOneLine = (error: unknown) => (String(error).trim().split("\n").at(-1) ?? "").trim().slice(0, 300);
