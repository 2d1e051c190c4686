import { commonWords } from "#app/people/account/common-passwords.ts";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

const lookAlike: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };
const plain = (text: string) => [...text].map((c) => lookAlike[c] ?? c).join("");
const stripEnds = (text: string) => text.replace(/^[^a-z]+|[^a-z]+$/g, "");

const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
  "a1b2c3d4e5f6g7",
  "1a2b3c4d5e6f7g",
  "zaq12wsxcde34rfv",
  "147258369",
  "159357",
];
const isRun = (part: string) => RUNS.some((run) => run.includes(part) || [...run].reverse().join("").includes(part));

/** Nothing but runs of neighbouring keys, repeats of a short piece and plain dates. */
function isPattern(text: string): boolean {
  if (/^(.{1,4})\1+$/.test(text)) return true;
  if (/^(19|20)\d{6}$/.test(text) || /^\d{6,9}$/.test(text)) return true;
  // Cut greedily into runs of three or more and repeats of one sign; what is left over is what makes it hard to guess.
  let left = 0;
  for (let at = 0; at < text.length; ) {
    let end = at + 1;
    while (end < text.length && (isRun(text.slice(at, end + 1)) || new Set(text.slice(at, end + 1)).size === 1)) end++;
    if (end - at < 3) {
      left++;
      at++;
    } else at = end;
  }
  return left < 3;
}

/**
 * Is this among the first things somebody would try? Common words dressed up with digits or signs, keyboard runs, repeats, dates, and
 * the person's own name or e-mail address.
 */
export function isCommonPassword(password: string, about: readonly string[] = []): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  if (isPattern(lower)) return true;
  const forms = [lower, stripEnds(lower), plain(lower), stripEnds(plain(lower)), plain(stripEnds(lower))];
  const half = lower.slice(0, lower.length / 2);
  if (half + half === lower) forms.push(half, stripEnds(half));
  if (forms.some((form) => form.length > 1 && commonWords.has(form))) return true;
  const own = about.flatMap((text) => text.toLowerCase().split(/[@\s._-]+/)).filter((part) => part.length >= 4);
  return own.some((part) => lower.includes(part) && lower.length - part.length < 5);
}
