import { useTranslation } from "react-i18next";
import { usePlace } from "#app/i18n/i18n.ts";
import type { TaskCard } from "#app/tasks/market.server.ts";
import { Chip } from "#app/ui/chip.tsx";
import { Countdown } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { BondChip } from "../../deposits/parts/bond.tsx";
import { KindChip, OrgName, PhaseChip, useCategoryName } from "./words.tsx";

/** A task in the market's list. Plain links: the list is long and its pages are cheap. */
export function MarketCard({ task }: { task: TaskCard }) {
  const { t } = useTranslation();
  const place = usePlace();
  const category = useCategoryName();
  const waits = task.phase === "OPEN";
  return (
    <li className="relative grid gap-x-5 gap-y-3 rounded-lg border border-line bg-panel p-4 shadow-panel hover:border-edge sm:grid-cols-[minmax(0,1fr)_11rem] sm:p-5">
      <div className="flex min-w-0 gap-4">
        {task.coverFileId && (
          <img
            src={`/files/${task.coverFileId}?size=thumb`}
            alt=""
            loading="lazy"
            width={80}
            height={80}
            className="size-20 shrink-0 rounded-md bg-sunken object-cover max-sm:hidden"
          />
        )}
        <div className="grid min-w-0 content-start gap-1.5">
          <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
            <span>{category(task.category)}</span>
            <KindChip kind={task.kind} />
            {task.bonded && <BondChip />}
            {task.phase !== "OPEN" && <PhaseChip phase={task.phase} />}
            {task.visibility === "INVITED" && <Chip>{t("tasks.visibilityShort.INVITED")}</Chip>}
          </div>
          <h2 className="text-lg leading-snug">
            <a href={`/tasks/${task.id}`} className="after:absolute after:inset-0 hover:text-river-700">
              {task.title}
            </a>
          </h2>
          <p className="line-clamp-2 text-sm text-muted">{task.excerpt}</p>
          <p className="flex min-w-0 flex-wrap items-center gap-x-3 text-sm text-muted">
            <OrgName name={task.employer.name} verified={task.employer.verified} />
            {task.employer.city && <span>{place(task.employer.city)}</span>}
            <span>{t("tasks.market.work", { count: task.workDays })}</span>
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-1 sm:grid sm:content-start sm:justify-stretch sm:justify-items-end sm:text-right">
        <div>
          <div className="text-xs text-muted">{task.budgetIsGuide ? t("tasks.market.guide") : t("tasks.market.budget")}</div>
          <Money fen={task.budgetFen} strong className="text-lg" />
        </div>
        <div className="text-sm text-muted">{t("tasks.market.bids", { count: task.bidCount })}</div>
        {waits && task.closeAt && <Countdown at={task.closeAt} passed={t("tasks.market.closed")} className="text-sm" />}
      </div>
    </li>
  );
}
