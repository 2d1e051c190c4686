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
import { NoFields, type Phase, ReasonForm, taskFlow } from "#app/tasks/task.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { About, Amendments, EmployerCard, Facts, Rules } from "../tasks/parts/about.tsx";
import { readPage, taskIdOf } from "../tasks/parts/read.server.ts";
import { KindChip, PhaseChip } from "../tasks/parts/words.tsx";

export const meta = titled<typeof loader>((t, data) => `${t("tasks.choosing.desk.title")}: ${data.task.title}`);
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

function Decisions({ moves }: { moves: string[] }) {
  const { t } = useTranslation();
  if (moves.length === 0) return null;
  return (
    <Card>
      {moves.includes("approveTask") && <p className="text-muted">{t("tasks.choosing.desk.approveHint")}</p>}
      <div className="flex flex-wrap items-start gap-3">
        {moves.includes("approveTask") && (
          <PostForm intent="approve">
            <Button variant="primary">{t("tasks.choosing.desk.approve")}</Button>
          </PostForm>
        )}
        {moves.includes("rejectTask") && (
          <ReasonDialog
            intent="reject"
            title={t("tasks.choosing.desk.rejectTitle")}
            trigger={t("tasks.choosing.desk.reject")}
            intro={t("tasks.choosing.desk.rejectIntro")}
          />
        )}
        {moves.includes("suspendTask") && (
          <ReasonDialog
            intent="suspend"
            title={t("tasks.choosing.desk.suspend")}
            trigger={t("tasks.choosing.desk.suspend")}
            intro={t("tasks.choosing.desk.suspendIntro")}
          />
        )}
        {moves.includes("resumeTask") && (
          <ReasonDialog
            intent="resume"
            title={t("tasks.choosing.desk.resume")}
            trigger={t("tasks.choosing.desk.resume")}
            intro={t("tasks.choosing.desk.resumeIntro")}
          />
        )}
      </div>
    </Card>
  );
}

function ReasonDialog({
  intent,
  title,
  trigger,
  intro,
}: {
  intent: "reject" | "suspend" | "resume";
  title: string;
  trigger: string;
  intro: string;
}) {
  const { t } = useTranslation();
  const variant = intent === "resume" ? "primary" : "danger";
  return (
    <Dialog trigger={trigger} title={title} intro={intro} variant={variant} intent={intent}>
      <PostForm intent={intent}>
        <TextField name="reason" label={t("tasks.choosing.desk.reason")} rows={3} maxLength={500} required />
        <div>
          <Button variant={variant}>{trigger}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}

function History({
  rows,
}: {
  rows: { key: string; from: string | null; to: string; verb: string; actorRole: string; reason: string | null; at: Date }[];
}) {
  const { t } = useTranslation();
  const phase = (state: string | null) => (state ? t(`tasks.phase.${state as Phase}`) : "–");
  return (
    <Card title={t("tasks.choosing.desk.history")} flush>
      <Table
        rows={rows}
        rowKey={(row) => row.key}
        caption={t("tasks.choosing.desk.history")}
        columns={[
          { key: "at", head: t("tasks.choosing.desk.at"), cell: (row) => <When at={row.at} /> },
          { key: "move", head: t("tasks.choosing.my.state"), main: true, cell: (row) => `${phase(row.from)} → ${phase(row.to)}` },
          { key: "by", head: t("tasks.choosing.desk.actor"), cell: (row) => t(`tasks.choosing.desk.by.${row.actorRole as "clock"}`) },
          { key: "reason", head: t("tasks.choosing.desk.reason"), cell: (row) => row.reason ?? "" },
        ]}
      />
    </Card>
  );
}
