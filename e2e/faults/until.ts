/** How long something that takes a second may take on a machine that is busy with other things. */
export const BOUND_MS = 180_000;

/** Looks again and again until it is so; a text says what is still missing. Without a bound there would be no proof. */
export async function until(so: () => Promise<boolean | string>, ms: number, every = 25): Promise<void> {
  const ends = performance.now() + ms;
  for (;;) {
    const answer = await so();
    if (answer === true) return;
    if (performance.now() > ends) throw new Error(`still not after ${Math.round(ms / 1000)} s: ${answer || "the condition"}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
