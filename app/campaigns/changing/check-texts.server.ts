import { moneyPromisesIn } from "#app/campaigns/editing/promises.ts";
import { checkWords } from "#app/people/desk/check-words.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Texts that others will read hold no forbidden words and promise no money. */
export async function checkTexts(tx: Tx, texts: readonly string[]): Promise<void> {
  const words = await checkWords(texts, tx);
  if (words.length > 0) throw new Refusal("forbiddenWords", { words: words.join("、") });
  const promises = moneyPromisesIn(texts);
  if (promises.length > 0) throw new Refusal("promisesMoney", { words: promises.join("、") });
}
