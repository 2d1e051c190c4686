import { useTranslation } from "react-i18next";
import type { TaskState } from "#app/tasks/task.ts";
import { Notice } from "#app/ui/notice.tsx";

/** Why a task is over, or stands still. */
export function EndedNotice({ state, reason }: { state: TaskState; reason: string | null }) {
  const { t } = useTranslation();
  if (!reason) return null;
  if (state === "SUSPENDED") return <Notice tone="danger">{reason}</Notice>;
  if (state !== "FAILED" && state !== "CANCELLED") return null;
  return (
    <Notice tone="neutral" title={t(`tasks.phase.${state}`)}>
      {state === "FAILED" ? t(`tasks.end.${reason as "noBids"}`) : reason}
    </Notice>
  );
}
