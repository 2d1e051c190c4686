import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { refuse, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { amendTask } from "#app/tasks/posting/amend-task.server.ts";
import { AmendForm } from "#app/tasks/task.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { readPage, taskIdOf } from "./parts/read.server.ts";
import { MoneyFields, ScopeFields, StageFields, TitleField } from "./wizard/brief-fields.tsx";

export const meta = titled((t) => t("tasks.posting.amendTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireViewer(request);
  const { task } = await readPage(request, params);
  if (!task.mayManage) throw refuse("notFound");
  if (task.state !== "OPEN") throw redirect(`/tasks/${task.id}`);
  const { id, title, scope, deliverables, budgetFen, budgetIsGuide, workDays, stages } = task;
  return { id, title, scope, deliverables, budgetFen, budgetIsGuide, workDays, stages };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const taskId = taskIdOf(params);
  const answer = await submit(
    request,
    AmendForm,
    async (form) => {
      await limit("act", viewer);
      await amendTask(viewer, taskId, form);
    },
    viewer,
  );
  return answer.ok ? redirect(`/tasks/${taskId}?done=amended`) : answer.reply;
}

export default function Amend() {
  const task = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      width="text"
      title={t("tasks.posting.amendTitle")}
      crumbs={[
        { label: t("ui.nav.myTasks"), to: "/my/tasks" },
        { label: task.title, to: `/tasks/${task.id}` },
        { label: t("tasks.posting.amendTitle") },
      ]}
    >
      <Notice tone="warn">{t("tasks.posting.amendWarning")}</Notice>
      <Card>
        <PostForm>
          <TitleField value={task.title} />
          <ScopeFields scope={task.scope} deliverables={task.deliverables} />
          <StageFields stages={task.stages.map((s) => ({ title: s.title, acceptance: s.acceptance.join("\n") }))} />
          <MoneyFields budgetFen={task.budgetFen} guide={task.budgetIsGuide} workDays={task.workDays} />
          <TextField
            name="reason"
            label={t("tasks.posting.reason")}
            hint={t("tasks.posting.reasonHint")}
            rows={3}
            maxLength={500}
            required
          />
          <div>
            <Button variant="primary">{t("tasks.posting.amend")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
