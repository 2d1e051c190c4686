/** The number of a card that the channel takes, another one for every n. */
export function cardNumber(n: number): string {
  const body = `42424${String(n % 10_000_000_000).padStart(10, "0")}`;
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}
let cards = 0;
/** A card that nobody else has. */
export const ownCard = () => cardNumber((process.pid % 100_000) * 100_000 + cards++);
