import { db } from "#app/db.server.ts";
import { bondFen, heldFen, toPayFen } from "#app/deposits/deposit.ts";
import { ownFiles } from "#app/files/link-files.server.ts";
import type { FormReply } from "#app/form.ts";
import { belongs, can, type Viewer } from "#app/people/viewer.ts";
import { policy } from "#app/tasks/policy.ts";
import { parseDraft } from "#app/tasks/posting/submit-task.server.ts";
import { type DraftValues, type StepKey, stepOf, steps } from "#app/tasks/task.ts";

/** What the wizard shows of a draft: what was typed, what is still wrong in each step, files and invited providers by name. Null when it is not theirs or no draft. */
export async function readDraft(viewer: Viewer, taskId: string) {
  const task = await db.task.findUnique({
    where: { id: taskId },
    select: { employerId: true, state: true, draft: true, reviewReason: true, rejections: true, title: true },
  });
  if (!task || !belongs(viewer, task.employerId) || !can(viewer, task.employerId, "task:manage")) return null;
  const values = (task.draft ?? {}) as DraftValues;
  const parsed = parseDraft(values);
  const errors = "errors" in parsed ? parsed.errors : {};
  const list = (name: string) => ([] as string[]).concat(values[name] ?? []);
  const bondWanted = "value" in parsed && parsed.value.bond ? bondFen(parsed.value.budget) : null;
  const [files, invited, bond] = await Promise.all([
    ownFiles(viewer, list("files[]")),
    organisations(list("invites[]")),
    bondWanted === null ? null : bondSoFar(taskId, bondWanted),
  ]);
  const marks = Object.fromEntries(
    steps.map(({ key }) => [
      key,
      !touched(values, key) ? "untouched" : Object.keys(errors).some((name) => stepOf(name) === key) ? "wrong" : "done",
    ]),
  ) as Record<StepKey, "untouched" | "wrong" | "done">;
  return {
    state: task.state,
    title: task.title,
    values,
    errors,
    marks,
    files,
    invited,
    bond,
    reviewReason: task.state === "REJECTED" ? task.reviewReason : null,
    left: Math.max(0, policy.rejections - task.rejections),
  };
}
export type DraftView = NonNullable<Awaited<ReturnType<typeof readDraft>>>;

/** What of the bond is here, and what is still to be paid before the task can be sent. */
async function bondSoFar(taskId: string, wantedFen: bigint) {
  const held = await db.deposit.findFirst({
    where: { taskId, kind: "INTENT", state: "HELD" },
    select: { paidFen: true, returnedFen: true, forfeitedFen: true, chargedBackFen: true },
  });
  const has = held ? heldFen(held) : 0n;
  return { heldFen: has, missingFen: toPayFen(wantedFen, has) };
}

const inStep = (step: StepKey, name: string) =>
  (steps.find((s) => s.key === step)!.fields as readonly string[]).includes(name.split(/[.[]/)[0]!);
const touched = (values: DraftValues, step: StepKey) => Object.keys(values).some((name) => inStep(step, name));

/** A step's own reply: its values, and its complaints. Undefined for a step that was never saved: it starts with its defaults. */
export function stepReply(draft: Pick<DraftView, "values" | "errors">, step: StepKey): FormReply | undefined {
  if (!touched(draft.values, step)) return undefined;
  const of = <T>(all: Record<string, T>) => Object.fromEntries(Object.entries(all).filter(([name]) => inStep(step, name)));
  return { values: of(draft.values), errors: of(draft.errors) };
}

async function organisations(ids: string[]) {
  return db.organisation.findMany({
    where: { id: { in: ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)) } },
    select: { id: true, name: true, city: true },
    take: 50,
  });
}

/** Providers whose name or skills hold these words, verified ones first. */
export async function findProviders(viewer: Viewer, words: string) {
  const text = words.trim().slice(0, 40);
  if (text === "") return [];
  return db.organisation.findMany({
    where: {
      id: { not: viewer.orgId },
      suspendedAt: null,
      closedAt: null,
      OR: [{ name: { contains: text, mode: "insensitive" } }, { skills: { has: text } }],
    },
    orderBy: [{ verifiedAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
    select: { id: true, name: true, city: true },
    take: 20,
  });
}
