/** Words are compared without what people put between the letters to slip through: case, width, spaces and signs. */
export const plainWord = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * The forbidden words that a text holds. Chinese words are looked for anywhere in the text without its signs; a word of Latin letters
 * must begin and end where words of the text do, so that "casino" is not found in "Occasino Street" nor across two words by chance.
 */
export function wordsIn(text: string, forbidden: readonly string[]): string[] {
  const plain = plainWord(text);
  const parts = text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const starts = new Set<number>();
  let at = 0;
  for (const part of parts) {
    starts.add(at);
    at += part.length;
  }
  starts.add(at);
  return forbidden.filter((word) => {
    if (!/^[a-z0-9]+$/.test(word)) return plain.includes(word);
    for (let i = plain.indexOf(word); i >= 0; i = plain.indexOf(word, i + 1)) {
      const before = i === 0 || starts.has(i) || !/[a-z0-9]/.test(plain[i - 1]!);
      const end = i + word.length;
      if (before && (starts.has(end) || !/[a-z0-9]/.test(plain[end] ?? " "))) return true;
    }
    return false;
  });
}
