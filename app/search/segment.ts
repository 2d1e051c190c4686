/**
 * Text as the search index knows it. Latin words and numbers are kept whole and in lower case; of Chinese every character and every pair
 * of neighbours is kept, so that any word is found however a sentence around it is cut. Questions are cut into words first: all words
 * must occur, in any order.
 */
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const words = (text: string) => segmenter.segment(text);
const han = /\p{Script=Han}/u;
const hanRuns = /\p{Script=Han}+/gu;
const otherWords = /[\p{L}\p{N}]+/gu;
const normal = (text: string) => text.normalize("NFKC").toLowerCase();

const MAX_TOKENS = 1500;
const MAX_WORD = 40;
const MAX_QUESTION = 8;

function pairs(run: string): string[] {
  const letters = [...run];
  return letters.length === 1 ? letters : letters.slice(1).map((letter, i) => letters[i]! + letter);
}

/** What a document is found by. */
export function tokens(text: string): string[] {
  const found = new Set<string>();
  const plain = normal(text);
  for (const [run] of plain.matchAll(hanRuns)) {
    for (const letter of run) found.add(letter);
    for (const pair of pairs(run)) found.add(pair);
  }
  for (const [word] of plain.replace(hanRuns, " ").matchAll(otherWords)) found.add(word.slice(0, MAX_WORD));
  return [...found].slice(0, MAX_TOKENS);
}

const lexeme = (word: string) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A question as a tsquery's text; null when nothing in it can be searched for. The last Latin letters of a word may be missing. */
export function question(text: string): string | null {
  const terms: string[] = [];
  for (const { segment, isWordLike } of words(normal(text).slice(0, 100))) {
    if (!isWordLike) continue;
    if (han.test(segment)) {
      for (const [run] of segment.matchAll(hanRuns)) terms.push(...pairs(run).map(lexeme));
    }
    for (const [word] of segment.replace(hanRuns, " ").matchAll(otherWords)) terms.push(`${lexeme(word.slice(0, MAX_WORD))}:*`);
  }
  const unique = [...new Set(terms)].slice(0, MAX_QUESTION * 2);
  return unique.length > 0 ? unique.join(" & ") : null;
}
