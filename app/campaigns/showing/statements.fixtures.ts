import pg from "pg";
import { vi } from "vitest";

/**
 * Counts what is asked of the database from here on: a page's queries must not grow with its rows. What the queue asks for itself at any
 * moment does not count. Ends with vi.restoreAllMocks().
 */
export function countStatements(): () => number {
  const asked = vi.spyOn(pg.Client.prototype, "query");
  asked.mockClear();
  const isQueues = ([query]: unknown[]) => String((query as { text?: string }).text ?? query).includes("pgboss");
  return () => asked.mock.calls.filter((call) => !isQueues(call)).length;
}
