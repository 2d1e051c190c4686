import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { filesOf } from "#app/files/link-files.server.ts";
import { movesOf } from "#app/flow.ts";
import { refuse, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { historyOf } from "#app/tasks/lists.server.ts";
import { approveTask } from "#app/tasks/posting/approve-task.server.ts";
import { rejectTask } from "#app/tasks/posting/reject-task.server.ts";
import { resumeTask } from "#app/tasks/posting/resume-task.server.ts";
import { suspendTask } from "#app/tasks/posting/suspend-task.server.ts";
import { employerCard } from "#app/tasks/queries.server.ts";
import { NoFields, ReasonForm, taskFlow } from "#app/tasks/task.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { About, Amendments, EmployerCard, Facts, Rules } from "../tasks/parts/about.tsx";
import { readPage, taskIdOf } from "../tasks/parts/read.server.ts";
import { KindChip, PhaseChip } from "../tasks/parts/words.tsx";
import { Decisions, History } from "./task-decisions.tsx";

export const meta = titled<typeof loader>((t, data) => `${t("tasks.choosing.desk.title")}${t("ui.colon")}${data.task.title}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  const { task } = await readPage(request, params);
  const { employerId, ...shown } = task;
  const [employer, files, history] = await Promise.all([employerCard(employerId), filesOf("task", [task.id]), historyOf(task.id)]);
  return { task: shown, employer, files: files.get(task.id)!, history, moves: movesOf(taskFlow, task.state, "operator") };
}

const withReason = { reject: [rejectTask, "rejected"], suspend: [suspendTask, "suspended"], resume: [resumeTask, "resumed"] } as const;

async function decide(viewer: Viewer, taskId: string, form: FormData) {
  const intent = String(form.get("intent"));
  if (intent === "approve") {
    return submitForm(form, NoFields, async () => {
      await limit("operate", viewer);
      await approveTask(viewer, taskId);
      return "approved";
    });
  }
  const chosen = withReason[intent as keyof typeof withReason];
  if (!chosen) throw refuse("unreadable");
  return submitForm(form, ReasonForm, async ({ reason }) => {
    await limit("operate", viewer);
    await chosen[0](viewer, taskId, reason);
    return chosen[1];
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const taskId = taskIdOf(params);
  const answer = await decide(viewer, taskId, await request.formData());
  return answer.ok ? redirect(`/desk/tasks/${taskId}?done=${answer.value}`) : answer.reply;
}

const dones = ["approved", "rejected", "suspended", "resumed"] as const;

export default function DeskTask() {
  const { task, employer, files, history, moves } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const done = dones.find((d) => d === params.get("done"));
  return (
    <Page
      title={task.title}
      chips={
        <>
          <PhaseChip phase={task.phase} />
          <KindChip kind={task.kind} />
        </>
      }
      crumbs={[{ label: t("tasks.choosing.desk.title"), to: "/desk/tasks" }, { label: task.title }]}
      actions={<ButtonLink to={`/tasks/${task.id}`}>{t("tasks.choosing.desk.page")}</ButtonLink>}
    >
      {done && <Notice tone="ok">{t(`tasks.choosing.desk.done.${done}`)}</Notice>}
      {task.endReason && task.state === "SUSPENDED" && <Notice tone="danger">{task.endReason}</Notice>}
      <Decisions moves={moves} />
      <Columns
        side={
          <>
            <Facts task={task} />
            <EmployerCard employer={employer} />
            <Rules task={task} />
          </>
        }
      >
        <About task={task} files={files} />
        <Amendments task={task} />
        <History rows={history} />
      </Columns>
    </Page>
  );
}
