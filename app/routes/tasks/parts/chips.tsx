import { useTranslation } from "react-i18next";
import type { TaskView } from "#app/tasks/queries.server.ts";
import { Chip } from "#app/ui/chip.tsx";
import { BondChip } from "../../deposits/parts/bond.tsx";
import { KindChip, PhaseChip } from "./words.tsx";

/** What kind of task it is and where it stands. */
export function TaskChips({ task, bonded }: { task: Pick<TaskView, "phase" | "kind" | "visibility">; bonded: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <PhaseChip phase={task.phase} />
      <KindChip kind={task.kind} />
      {bonded && <BondChip />}
      {task.visibility === "INVITED" && <Chip>{t("tasks.visibilityShort.INVITED")}</Chip>}
    </>
  );
}
