import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireViewer } from "#app/people/auth.server.ts";
import { type MyTask, myTasks } from "#app/tasks/lists.server.ts";
import { myTaskViews } from "#app/tasks/views.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { KindChip, PhaseChip } from "./parts/words.tsx";

export const meta = titled((t) => t("tasks.choosing.my.tasksTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const params = new URL(request.url).searchParams;
  const view = z.enum(myTaskViews).safeParse(params.get("view")).data ?? "all";
  const after = z.uuid().safeParse(params.get("after")).data ?? null;
  return { view, paged: after !== null, ...(await myTasks(viewer, view, after)) };
}

/** The moment at which something happens next to this task by itself. */
const deadlineOf = (task: MyTask): Date | null => {
  if (task.state === "OPEN") return task.closeAt;
  if (task.state === "QUALIFYING") return task.liveAt ?? task.qualifyUntilAt;
  if (task.state === "SELECTION") return task.selectBy;
  return task.state === "AWARD_PENDING" ? task.acceptBy : null;
};
const pageOf = (task: MyTask) => (task.state === "DRAFT" || task.state === "REJECTED" ? `/tasks/${task.id}/edit` : `/tasks/${task.id}`);

export default function MyTasks() {
  const { view, tasks, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const base = `/my/tasks?view=${view}`;
  return (
    <Page
      title={t("tasks.choosing.my.tasksTitle")}
      actions={
        <ButtonLink to="/tasks/new" variant="primary">
          {t("tasks.market.post")}
        </ButtonLink>
      }
    >
      <Tabs
        label={t("tasks.choosing.my.state")}
        tabs={myTaskViews.map((v) => ({ to: `/my/tasks?view=${v}`, label: t(`tasks.choosing.my.taskViews.${v}`), current: v === view }))}
      />
      <Card flush>
        <Table
          rows={tasks}
          rowKey={(task) => task.id}
          caption={t("tasks.choosing.my.tasksTitle")}
          empty={
            <Empty title={t("tasks.choosing.my.noTasks")} action={<ButtonLink to="/tasks/new">{t("tasks.market.post")}</ButtonLink>}>
              {t("tasks.choosing.my.noTasksHint")}
            </Empty>
          }
          columns={[
            {
              key: "title",
              head: t("tasks.choosing.my.task"),
              main: true,
              cell: (task) => (
                <span className="grid">
                  <Link to={pageOf(task)} className="link">
                    {task.title || t("tasks.choosing.my.untitled")}
                  </Link>
                  <span className="text-sm font-normal text-muted">{task.employer}</span>
                </span>
              ),
            },
            {
              key: "state",
              head: t("tasks.choosing.my.state"),
              cell: (task) => (
                <span className="inline-flex flex-wrap gap-1.5">
                  <PhaseChip phase={task.phase} />
                  <KindChip kind={task.kind} />
                </span>
              ),
            },
            {
              key: "budget",
              head: t("tasks.choosing.my.budget"),
              end: true,
              cell: (task) => (task.budgetFen > 0n ? <Money fen={task.budgetFen} /> : "–"),
            },
            { key: "bids", head: t("tasks.choosing.my.bids"), end: true, cell: (task) => task.bidCount },
            {
              key: "deadline",
              head: t("tasks.choosing.my.deadline"),
              cell: (task) => {
                const at = deadlineOf(task);
                if (at) return <Deadline at={at} />;
                return task.contractId ? (
                  <Link to={`/contracts/${task.contractId}`} className="link">
                    {t("tasks.bidding.contract")}
                  </Link>
                ) : (
                  "–"
                );
              },
            },
          ]}
        />
      </Card>
      <Pager previous={paged ? base : null} next={next && `${base}&after=${next}`} />
    </Page>
  );
}
