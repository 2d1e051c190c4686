import { purposes } from "#app/purposes.server.ts";
import { IntentKind } from "../../../generated/prisma/enums.ts";
import type { Place } from "../place.ts";
import { campaignWishes } from "./campaigns.ts";
import { contractWishes } from "./contracts.ts";
import { debtWishes } from "./debts.ts";
import { depositWishes } from "./deposits.ts";
import type { Wish } from "./wish.ts";

export const wishes: Wish[] = [...contractWishes, ...campaignWishes, ...depositWishes, ...debtWishes];

/** What the code can wish for and nobody here wishes: purposes and kinds as the product lists them. */
export function unwished(): string[] {
  const missing = Object.keys(purposes).filter((purpose) => !wishes.some((wish) => wish.purpose === purpose));
  const kinds = Object.values(IntentKind).filter((kind) => !wishes.some((wish) => wish.kind === kind));
  return [...missing.map((purpose) => `the purpose ${purpose}`), ...kinds.map((kind) => `the kind ${kind}`)];
}

/** Ways to move money that were met and are not in the list. */
export async function unlisted(place: Place): Promise<string[]> {
  const met = await place.sql<{ purpose: string; kind: string }>(`SELECT DISTINCT purpose, kind::text FROM "PspIntent"`);
  return met
    .filter(({ purpose, kind }) => !wishes.some((wish) => wish.purpose === purpose && wish.kind === kind))
    .map(({ purpose, kind }) => `${purpose} by ${kind}`);
}
