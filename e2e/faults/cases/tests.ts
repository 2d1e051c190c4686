import fs from "node:fs";
import path from "node:path";
import type { Run } from "../case.ts";
import { root, test } from "../vitest.ts";

/** Lives of money as tables of text, equal to what is written down. */
export const runStories: Run = async (place) => {
  const stories = fs.readdirSync(path.join(root, "app/ledger")).filter((name) => name.endsWith("stories.test.ts"));
  const { total, red, broke } = await test(
    root,
    stories.map((name) => `app/ledger/${name}`),
  );
  const wrong = [...broke, ...red];
  place.must(wrong.length === 0, wrong.join("; "));
  place.must(total > 0, "there are no stories");
  return `${total} stories in ${stories.length} files, ${wrong.length} differ`;
};

const HISTORIES = 2000;
const AT_ONCE = 100;
const PROCESSES = 2;
/** Random histories against the model, a hundred to a database, so that the audit after every command stays quick. */
export const runHistories: Run = async (place) => {
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < HISTORIES / AT_ONCE) {
      const seed = String(place.seed + next++);
      const env = { HISTORIES: String(AT_ONCE), HISTORY_SEED: seed };
      const { total, red, broke, said } = await test(root, ["app/histories/histories.test.ts"], env);
      const wrong = [...broke, ...red];
      if (total > 0 && wrong.length === 0) done += AT_ONCE;
      else place.must(false, `seed ${seed}: ${wrong.join("; ") || "no test ran"}\n${said}`);
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return `${done} of ${HISTORIES} histories hold, seeds ${place.seed} to ${place.seed + next - 1}`;
};
