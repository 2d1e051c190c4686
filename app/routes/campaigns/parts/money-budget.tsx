import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { BudgetUse, MoneyPage } from "#app/campaigns/paying-out/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** The budget and what became of it: lines, their tasks, and the stages that campaign money may pay for. */
export function BudgetTasks({ page }: { page: MoneyPage }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.budget.title")}>
      <p className="text-sm text-muted">{t("campaigns.payouts.budget.intro")}</p>
      <ul className="grid gap-4">
        {page.lines.map((line) => (
          <li key={line.id} className="grid gap-2 border-t border-line pt-3">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <span>
                <strong>{line.title}</strong> {line.note && <span className="text-sm text-muted">{line.note}</span>}
                <span className="block text-sm text-muted">{t("campaigns.payouts.budget.line", { amountFen: line.amountFen })}</span>
              </span>
              {page.mayBegin && page.campaign.lifecycle === "SUCCESSFUL" && (
                <PostForm intent={`make:${line.id}`} className="shrink-0">
                  <input type="hidden" name="lineId" value={line.id} />
                  <Button size="sm">{t("campaigns.payouts.budget.make")}</Button>
                </PostForm>
              )}
            </div>
            {line.tasks.length === 0 && <p className="text-sm text-muted">{t("campaigns.payouts.budget.none")}</p>}
            {line.tasks.map((task) => (
              <TaskUse key={task.id} task={task}>
                <Fundable task={task} page={page} />
              </TaskUse>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Task = BudgetUse[number]["tasks"][number];

/** One task of a line as everybody may see it: who does it, what was secured, accepted and paid. */
export function TaskUse({ task, children }: { task: Task; children?: ReactNode }) {
  const { t } = useTranslation();
  const facts = [
    task.provider && t("campaigns.payouts.budget.provider", { name: task.provider }),
    task.allocatedFen > 0n && t("campaigns.payouts.budget.allocated", { amountFen: task.allocatedFen }),
    task.accepted > 0 && t("campaigns.payouts.budget.accepted", { n: task.accepted }),
    task.paidFen > 0n && t("campaigns.payouts.budget.paid", { amountFen: task.paidFen }),
  ].filter(Boolean);
  return (
    <div className="grid gap-2 rounded-md bg-sunken px-3 py-2 text-sm">
      <p>
        <Link to={`/tasks/${task.id}`} className="font-medium text-river-700 hover:underline">
          {task.title || t("campaigns.payouts.budget.taskState")}
        </Link>
        {facts.length > 0 && <span className="text-muted"> · {facts.join(" · ")}</span>}
      </p>
      {children}
    </div>
  );
}

function Fundable({ task, page }: { task: Task; page: MoneyPage }) {
  const { t } = useTranslation();
  const waiting = task.milestones.find(({ state }) => state === "AWAITING_FUNDING");
  const from = waiting && page.stages.find((stage) => stage.state === "RELEASABLE" && stage.unspentFen >= waiting.amountFen);
  if (!waiting || !from || !page.mayPay) return null;
  return (
    <PostForm intent={`allocate:${waiting.id}`}>
      <input type="hidden" name="payoutId" value={from.id} />
      <input type="hidden" name="milestoneId" value={waiting.id} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="min-w-0">
          {waiting.title} <Money fen={waiting.amountFen} />
        </span>
        <Button size="sm" variant="primary">
          {t("campaigns.payouts.budget.allocate", { amountFen: waiting.amountFen })}
        </Button>
      </div>
    </PostForm>
  );
}
