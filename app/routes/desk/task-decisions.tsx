import { useTranslation } from "react-i18next";
import type { Phase } from "#app/tasks/task.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";

/** What an operator may do with the task in its state. */
export function Decisions({ moves }: { moves: string[] }) {
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

export function History({
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
