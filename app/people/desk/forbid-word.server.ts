import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { plainWord } from "#app/people/desk/word.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Adds a word to the list that every posting is compared with. */
export async function forbidWord(viewer: Viewer, typed: string): Promise<void> {
  const word = plainWord(typed);
  if (word.length < 2) throw new Refusal("wordTooShort", {}, "word");
  await transact(async (tx) => {
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "word.forbid", subject: { type: "word", id: word } }, now);
    await tx.forbiddenWord.createMany({ data: [{ word, addedById: viewer.userId, addedAt: now }], skipDuplicates: true });
  });
}
