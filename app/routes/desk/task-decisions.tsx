import { useTranslation } from "react-i18next";
import type { Phase } from "#app/tasks/task.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";

const reasoned = [
  { move: "rejectTask", intent: "reject", variant: "danger" },
  { move: "suspendTask", intent: "suspend", variant: "danger" },
  { move: "resumeTask", intent: "resume", variant: "primary" },
] as const;

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
        {reasoned.map(
          ({ move, intent, variant }) =>
            moves.includes(move) && (
              <ReasonDialog
                key={intent}
                intent={intent}
                variant={variant}
                trigger={t(`tasks.choosing.desk.${intent}`)}
                title={t(intent === "reject" ? "tasks.choosing.desk.rejectTitle" : `tasks.choosing.desk.${intent}`)}
                intro={t(`tasks.choosing.desk.${intent}Intro`)}
                label={t("tasks.choosing.desk.reason")}
                most={500}
              />
            ),
        )}
      </div>
    </Card>
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
