import { tasks as en } from "#app/i18n/tasks.en.ts";
import { tasks as zh } from "#app/i18n/tasks.zh.ts";
import { tokens } from "#app/search/segment.ts";
import { type CategoryGroup, isCategory } from "#app/tasks/categories.ts";
import type { Tx } from "#app/transact.server.ts";

type Indexed = { id: string; title: string; category: string; scope: string; deliverables: string };

function categoryNames(code: string): string[] {
  if (!isCategory(code)) return [];
  const [group, leaf] = code.split(".") as [CategoryGroup, string];
  return [zh, en].flatMap((words) => [words.group[group], (words.category[group] as Record<string, string>)[leaf]!]);
}

/** Makes a task findable by its words and by its category's names in both languages. Lexemes without positions: there is no ranking. */
export async function indexTask(tx: Tx, task: Indexed) {
  const words = tokens([task.title, ...categoryNames(task.category), task.scope.slice(0, 2000), task.deliverables.slice(0, 500)].join(" "));
  await tx.$executeRaw`UPDATE "Task" SET search = array_to_tsvector(${words}::text[]) WHERE id = ${task.id}::uuid`;
}
