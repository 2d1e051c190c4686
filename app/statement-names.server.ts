/** So many statements are prepared on each connection: a prepared one costs the database about 15 KB there. */
const MOST = 400;
const names = new Map<string, string>();

/** Lists of several values have a text for each length; a star would break when a migration adds a column under it. */
const varies = /IN \(\$\d+,|\),\s*\(|(?:^|[\s.])\*/;

/**
 * A name for a statement that comes again and again: the database reads and analyses it once a connection instead of each time. Empty
 * for those that are not worth it: they are not prepared.
 */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known || names.size >= MOST || varies.test(sql)) return known ?? "";
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}
