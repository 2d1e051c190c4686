/**
 * The chain of a campaign's changes, as anyone recomputes it: hash = sha256(previous hash + text), where text is the canonical JSON of
 * [campaignId, seq, kind, subject, before, after, note, byUserId, at]. Canonical: keys in alphabetical order, no blanks, moments as ISO
 * text. The first link's previous hash is "". The same functions run in the browser of the changes page and on the server.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** JSON that does not depend on the order in which keys were written. Keys without a value are left out. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one as Json)).join(",")}]`;
  const keys = Object.keys(value)
    .filter((key) => (value as Record<string, Json | undefined>)[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, Json>)[key]!)}`).join(",")}}`;
}

export type ChangeLink = {
  campaignId: string;
  seq: number;
  kind: string;
  subject: string;
  before: Json;
  after: Json;
  note: string;
  byUserId: string | null;
  at: Date | string;
  hashPrev: string;
  hash: string;
};
export type LinkText = Omit<ChangeLink, "hashPrev" | "hash">;

export const linkText = (link: LinkText): string =>
  canonical([
    link.campaignId,
    link.seq,
    link.kind,
    link.subject,
    link.before,
    link.after,
    link.note,
    link.byUserId,
    new Date(link.at).toISOString(),
  ]);

export type Sha256 = (text: string) => Promise<string> | string;

/** What a chain must end with: how many links it has and the hash of the last. */
export type ChainHead = { seq: number; hash: string };

/**
 * Works every link out again. `fault` is the first seq at which the chain does not hold, or null. Of a chain that holds link by link but
 * is cut short, or goes past the head it must have, it is the first link that is missing or too many.
 */
export async function verifyChain(
  links: readonly ChangeLink[],
  head: ChainHead,
  sha256: Sha256,
): Promise<{ hashes: string[]; fault: number | null }> {
  const hashes: string[] = [];
  let fault: number | null = null;
  let previous = "";
  for (const [i, link] of links.entries()) {
    const hash = await sha256(previous + linkText(link));
    hashes.push(hash);
    const holds = link.seq === i + 1 && link.hashPrev === previous && link.hash === hash;
    if (!holds && fault === null) fault = i + 1;
    previous = hash;
  }
  if (fault === null && links.length !== head.seq) fault = Math.min(links.length, head.seq) + 1;
  if (fault === null && previous !== head.hash) fault = head.seq;
  return { hashes, fault };
}

/** What a day's root is taken of: its own previous root, then a line for each campaign's head at the end of that day, by campaign id. */
export const rootText = (hashPrev: string, day: string, heads: readonly { campaignId: string; seq: number; hash: string }[]) =>
  [hashPrev, day, ...heads.map((head) => `${head.campaignId} ${head.seq} ${head.hash}`)].join("\n");
