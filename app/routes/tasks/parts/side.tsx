import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { BondShown } from "#app/deposits/badges.server.ts";
import type { employerCard, TaskView } from "#app/tasks/queries.server.ts";
import { BondCard } from "../../deposits/parts/bond.tsx";
import { EmployerCard, Facts, Rules } from "./about.tsx";

type Side = {
  task: Omit<TaskView, "employerId">;
  bond: BondShown | null;
  employer: Awaited<ReturnType<typeof employerCard>>;
  own: boolean;
};

/** What stands beside a task: its figures, how bids are scored, its bond, who asks. */
export function TaskSide({ task, bond, employer, own }: Side) {
  const { t } = useTranslation();
  return (
    <>
      <Facts task={task} />
      <Rules task={task} />
      {bond && <BondCard bond={bond} />}
      <EmployerCard employer={employer} />
      {!own && (
        <p className="text-sm">
          <Link to={`/report/task/${task.id}`} className="text-muted hover:underline">
            {t("tasks.bidding.report")}
          </Link>
        </p>
      )}
    </>
  );
}
