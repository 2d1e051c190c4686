import pg from "pg";
import { vi } from "vitest";

/** Counts what is asked of the database from here on: a page's queries must not grow with its rows. Ends with vi.restoreAllMocks(). */
export function countStatements(): () => number {
  const asked = vi.spyOn(pg.Client.prototype, "query");
  asked.mockClear();
  return () => asked.mock.calls.length;
}
