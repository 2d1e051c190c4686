import { db } from "#app/db.server.ts";
import { wordsIn } from "#app/people/desk/word.ts";
import type { Tx } from "#app/transact.server.ts";

/** The forbidden words that these texts hold, as the operators' list has them now. */
export async function checkWords(texts: readonly string[], on: Pick<Tx, "forbiddenWord"> = db): Promise<string[]> {
  const words = (await on.forbiddenWord.findMany({ select: { word: true }, take: 5000 })).map((row) => row.word);
  return [...new Set(texts.flatMap((text) => wordsIn(text, words)))];
}
