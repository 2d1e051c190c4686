import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { purposes } from "#app/purposes.server.ts";
import { IntentKind } from "../../../generated/prisma/enums.ts";
import type { Place } from "../place.ts";
import { campaignWishes } from "./campaigns.ts";
import { contractWishes } from "./contracts.ts";
import { debtWishes } from "./debts.ts";
import { depositWishes } from "./deposits.ts";
import { WAY, type Wish, wayOf } from "./wish.ts";

export const wishes: Wish[] = [...contractWishes, ...campaignWishes, ...depositWishes, ...debtWishes];

const APP = path.resolve(import.meta.dirname, "../../../app");
const opens = /\bopenIntents?\(\s*tx\b/;
/** What stands in quotes as the value of this key: one, or one of two. */
const literals = (text: string, key: string) => [
  ...new Set([...text.matchAll(new RegExp(`\\b${key}: ([^,\\n]*)`, "g"))].flatMap(([, value]) => value!.match(/(?<=")[\w-]+(?=")/g) ?? [])),
];

/** What the code wishes for, read from it: the purposes and the kinds of rows in each file that opens an intent. */
function wishedInCode(): { file: string; purpose: string; refTypes: string[] }[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".server.ts") && file !== path.join("payments", "open-intent.server.ts"))
    .flatMap((file) => {
      const text = readFileSync(path.join(APP, file), "utf8").replace(/\blot: \{[^}]*\}/g, "");
      if (!opens.test(text)) return [];
      const [named, refTypes] = [literals(text, "purpose"), literals(text, "refType")];
      return (named.length > 0 ? named : [""]).map((purpose) => ({ file, purpose, refTypes }));
    });
}

/** What the code can wish for and nobody here wishes: its purposes, for the rows it wishes them for, and kinds of calls. */
export function unwished(): string[] {
  const inCode = wishedInCode();
  const missing = inCode.flatMap(({ file, purpose, refTypes }) =>
    refTypes
      .filter((refType) => !wishes.some((wish) => wish.purpose === purpose && wish.refType === refType))
      .map((refType) => `${purpose || "what"} of ${refType} in ${file}`),
  );
  const unread = inCode.filter(({ refTypes }) => refTypes.length === 0).map(({ file }) => `what ${file} opens`);
  const silent = Object.keys(purposes).filter((purpose) => !inCode.some((one) => one.purpose === purpose));
  const kinds = Object.values(IntentKind).filter((kind) => !wishes.some((wish) => wish.kind === kind));
  return [...missing, ...unread, ...silent.map((purpose) => `the purpose ${purpose}`), ...kinds.map((kind) => `the kind ${kind}`)];
}

/** Ways to move money that were met and are not in the list. */
export async function unlisted(place: Place): Promise<string[]> {
  const met = await place.sql<{ way: string }>(`SELECT DISTINCT ${WAY} AS way FROM "PspIntent"`);
  return met.map(({ way }) => way).filter((way) => !wishes.some((wish) => wayOf(wish) === way));
}
