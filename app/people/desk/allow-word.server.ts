import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Takes a word off the list. */
export async function allowWord(viewer: Viewer, word: string): Promise<void> {
  await transact(async (tx) => {
    const now = await appNow(tx);
    await operatorAct(tx, viewer, { act: "word.allow", subject: { type: "word", id: word } }, now);
    if ((await tx.forbiddenWord.deleteMany({ where: { word } })).count === 0) throw new Refusal("notFound");
  });
}
