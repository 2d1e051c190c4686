import { Refusal } from "#app/refusal.ts";

/** Does each row of a due batch by itself. A row that someone else was faster on is no failure; one that fails is reported and the others go on. */
export async function eachDue(rows: { id: string }[], act: (id: string) => Promise<unknown>): Promise<number> {
  let done = 0;
  for (const { id } of rows)
    try {
      if ((await act(id)) !== false) done++;
    } catch (e) {
      if (!(e instanceof Refusal)) console.error(`clock: ${act.name} ${id}`, e);
    }
  return done;
}
