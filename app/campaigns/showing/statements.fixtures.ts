import pg from "pg";
import { vi } from "vitest";

/**
 * Counts what is read from the database from here on: a page's queries must not grow with its rows. Figures that are kept back and written
 * from time to time are not the page's. Ends with vi.restoreAllMocks().
 */
export function countStatements(): () => number {
  const asked = vi.spyOn(pg.Client.prototype, "query");
  asked.mockClear();
  const reads = ([query]: unknown[]) => /^\s*(SELECT|WITH)\b/.test(String((query as { text?: string }).text ?? query));
  return () => asked.mock.calls.filter(reads).length;
}
