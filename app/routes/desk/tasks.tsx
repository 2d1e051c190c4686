import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { deskTasks } from "#app/tasks/lists.server.ts";
import { deskViews } from "#app/tasks/views.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { OrgName, PhaseChip, useCategoryName } from "../tasks/parts/words.tsx";

export const meta = titled((t) => t("tasks.choosing.desk.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const params = new URL(request.url).searchParams;
  const view = z.enum(deskViews).safeParse(params.get("view")).data ?? "review";
  const after = z.uuid().safeParse(params.get("after")).data ?? null;
  return { view, paged: after !== null, ...(await deskTasks(view, after)) };
}

export default function DeskTasks() {
  const { view, tasks, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const category = useCategoryName();
  useSignal("notices");
  const base = `/desk/tasks?view=${view}`;
  return (
    <Page title={t("tasks.choosing.desk.title")}>
      <Tabs
        label={t("tasks.choosing.desk.title")}
        tabs={deskViews.map((v) => ({ to: `/desk/tasks?view=${v}`, label: t(`tasks.choosing.desk.views.${v}`), current: v === view }))}
      />
      <Card flush>
        <Table
          rows={tasks}
          rowKey={(task) => task.id}
          caption={t("tasks.choosing.desk.title")}
          empty={t("tasks.choosing.desk.empty")}
          columns={[
            {
              key: "title",
              head: t("tasks.choosing.my.task"),
              main: true,
              cell: (task) => (
                <span className="grid">
                  <Link to={`/desk/tasks/${task.id}`} className="link">
                    {task.title}
                  </Link>
                  <span className="text-sm font-normal text-muted">{category(task.category)}</span>
                </span>
              ),
            },
            {
              key: "employer",
              head: t("tasks.choosing.desk.employer"),
              cell: (task) => <OrgName name={task.employer} verified={task.verified} />,
            },
            { key: "state", head: t("tasks.choosing.my.state"), cell: (task) => <PhaseChip phase={task.state} /> },
            { key: "budget", head: t("tasks.choosing.my.budget"), end: true, cell: (task) => <Money fen={task.budgetFen} /> },
            {
              key: "submitted",
              head: t("tasks.choosing.desk.submitted"),
              cell: (task) => (
                <span className="grid">
                  {task.submittedAt ? <When at={task.submittedAt} /> : "–"}
                  {task.rejections > 0 && (
                    <span className="text-sm text-muted">{t("tasks.choosing.desk.rejections", { count: task.rejections })}</span>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <Pager previous={paged ? base : null} next={next && `${base}&after=${next}`} />
    </Page>
  );
}
