import { guardBudgetTask, linkBudgetTask } from "#app/campaigns/paying-out/link-budget-task.server.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { isCategory } from "#app/tasks/categories.ts";
import { policy } from "#app/tasks/policy.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { ipClauses, steps } from "#app/tasks/task.ts";

/** A line of the budget becomes a task of the market: a draft of the creator's with what the line says, linked to it. Answers with its address. */
export async function makeBudgetTask(viewer: Viewer, campaignId: string, lineId: string): Promise<string> {
  const { creatorId, campaignTitle, line } = await guardBudgetTask(viewer, campaignId, lineId);
  const says = i18nFor(viewer.locale).t("campaigns.payouts.budget.draft", { title: campaignTitle, line: line.title });
  const values = {
    kind: "TENDER_SEALED",
    title: line.title,
    category: isCategory(line.category) ? line.category : "",
    scope: [says, line.note].filter(Boolean).join("\n\n"),
    budget: fenToInput(line.amountFen),
    // What the wizard would have chosen by itself in a step that nobody has saved yet.
    ipClause: ipClauses[0],
    bidDays: String(policy.bidDays.default),
  };
  let taskId: string | null = null;
  for (const { key } of steps) taskId = await saveDraft({ ...viewer, orgId: creatorId }, taskId, key, values);
  await linkBudgetTask(viewer, { lineId, taskId: taskId! });
  return `/tasks/${taskId}/edit`;
}
