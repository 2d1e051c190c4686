type Waiting<I, O> = { item: I; resolve: (answer: O) => void; reject: (error: unknown) => void };

/**
 * Group commit: whatever arrives while one call runs is done by the next, at most `most` of it, and each is answered for itself. Calls
 * never overlap, so what they write is never waited for by their like in this process. `run` answers in the order it was given.
 */
export function together<I, O>(most: number, run: (items: I[]) => Promise<O[]>): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let running = false;
  async function work() {
    running = true;
    // Jobs that start in the same turn belong together already.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const some = waiting.splice(0, most);
      try {
        const answers = await run(some.map(({ item }) => item));
        some.forEach(({ resolve }, i) => {
          resolve(answers[i] as O);
        });
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    running = false;
  }
  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void work();
    });
}
