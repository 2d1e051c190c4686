import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { FileItem } from "#app/files/file.ts";
import { formatFen } from "#app/i18n/format.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import type { employerCard, TaskView } from "#app/tasks/queries.server.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { useNow } from "#app/ui/clock.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";
import { OrgName, useCategoryName } from "./words.tsx";

type Task = Omit<TaskView, "employerId">;

export function About({ task, files }: { task: Task; files: readonly FileItem[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.bidding.about")}>
      <section className="grid gap-1.5">
        <h3 className="font-semibold">{t("tasks.bidding.scope")}</h3>
        <Prose text={task.scope} />
      </section>
      <section className="grid gap-1.5">
        <h3 className="font-semibold">{t("tasks.bidding.deliverables")}</h3>
        <Prose text={task.deliverables} />
      </section>
      <section className="grid gap-2">
        <h3 className="font-semibold">{t("tasks.bidding.stages")}</h3>
        <ol className="grid gap-3">
          {task.stages.map((stage) => (
            <li key={stage.ord} className="rounded-md border border-line bg-page px-4 py-3">
              <p className="font-medium">{t("tasks.bidding.stage", { n: stage.ord, title: stage.title })}</p>
              <ul className="mt-1 list-disc pl-5 text-muted">
                {stage.acceptance.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </section>
      {files.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-semibold">{t("tasks.bidding.files")}</h3>
          <FileRows files={files} />
        </section>
      )}
    </Card>
  );
}

export function Facts({ task }: { task: Task }) {
  const { t } = useTranslation();
  const category = useCategoryName();
  const closed = task.state !== "OPEN";
  // What was called off or stands still before its close has none any more, or another one.
  const now = useNow();
  const never = closed && task.closeAt !== null && new Date(task.closeAt).getTime() > now;
  return (
    <Card title={t("tasks.bidding.facts")}>
      <KeyValue
        stacked
        pairs={[
          { label: t("tasks.bidding.budget"), value: <Money fen={task.budgetFen} strong className="text-lg" /> },
          {
            label: "",
            value: <span className="text-sm text-muted">{task.budgetIsGuide ? t("tasks.bidding.guide") : t("tasks.bidding.strict")}</span>,
          },
          { label: t("tasks.bidding.workDays"), value: t("tasks.days", { count: task.workDays }) },
          task.closeAt !== null &&
            !never && {
              label: closed ? t("tasks.bidding.closedAt") : t("tasks.bidding.closes"),
              value: closed ? <When at={task.closeAt} /> : <Deadline at={task.closeAt} />,
            },
          task.auction && { label: t("tasks.bidding.liveAt"), value: <When at={task.auction.startAt} /> },
          { label: t("tasks.bidding.bids"), value: <span className="digits">{task.bidCount}</span> },
          { label: t("tasks.bidding.category"), value: category(task.category) },
          { label: t("tasks.bidding.visibility"), value: t(`tasks.visibilityShort.${task.visibility}`) },
          task.publishedAt && { label: t("tasks.bidding.published"), value: <When at={task.publishedAt} /> },
        ]}
      />
      <p className="border-t border-line pt-3 text-sm text-muted">{t(`tasks.ip.${task.ipClause}`)}</p>
      {task.invoiceFirst && <p className="text-sm text-muted">{t("contracts.changes.invoiceFirst")}</p>}
    </Card>
  );
}

export function Rules({ task }: { task: Task }) {
  const { t } = useTranslation();
  const weights = [
    ["price", task.weightPrice],
    ["time", task.weightTime],
    ["quality", task.weightQuality],
    ["record", task.weightRecord],
  ] as const;
  return (
    <Card title={t("tasks.bidding.weights")}>
      <ul className="grid gap-2">
        {weights.map(([key, weight]) => (
          <li key={key} className="grid grid-cols-[3.5rem_minmax(0,1fr)_3rem] items-center gap-3 text-sm">
            <span className="text-muted">{t(`tasks.score.${key}`)}</span>
            <span className="h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
              <span className="block h-full rounded-full bg-river-600" style={{ width: `${weight}%` }} />
            </span>
            <span className="digits text-right">{weight}%</span>
          </li>
        ))}
      </ul>
      <div className="grid gap-1 text-sm">
        <p className="font-medium">{t("tasks.bidding.criteria")}</p>
        <ul className="text-muted">
          {task.criteria.map((c) => (
            <li key={c.ord} className="flex justify-between gap-3">
              <span>{c.name}</span>
              <span className="digits">{c.weight}</span>
            </li>
          ))}
        </ul>
      </div>
      <details className="text-sm text-muted">
        <summary className="cursor-pointer">{t("tasks.score.how")}</summary>
        <p className="mt-2">{task.kind === "TENDER_LIVE" ? t("tasks.score.liveFormula") : t("tasks.score.sealedFormula")}</p>
      </details>
    </Card>
  );
}

export function EmployerCard({ employer }: { employer: Awaited<ReturnType<typeof employerCard>> }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <Card title={t("tasks.bidding.employer")}>
      <div className="flex items-center gap-3">
        <Avatar name={employer.name} src={employer.avatarFileId && `/files/${employer.avatarFileId}?size=thumb`} />
        <div className="min-w-0">
          <Link to={`/providers/${employer.id}`} className="link font-medium">
            <OrgName name={employer.name} verified={employer.verified} />
          </Link>
          <p className="text-sm text-muted">{place(employer.city)}</p>
        </div>
      </div>
      <KeyValue
        stacked
        pairs={[
          { label: t("tasks.bidding.posted"), value: <span className="digits">{employer.posted}</span> },
          {
            label: t("tasks.bidding.rate"),
            value:
              employer.selectionRate === null ? t("tasks.bidding.rateNone") : <span className="digits">{employer.selectionRate}%</span>,
          },
          { label: t("tasks.bidding.completed"), value: <span className="digits">{employer.completed}</span> },
          { label: t("tasks.bidding.since"), value: <When at={employer.createdAt} day /> },
        ]}
      />
    </Card>
  );
}

const changedKeys = ["title", "scope", "deliverables", "budgetFen", "budgetIsGuide", "workDays", "stages"] as const;

export function Amendments({ task }: { task: Task }) {
  const { t } = useTranslation();
  if (task.amendments.length === 0) return null;
  const shown = (key: string, text: string) =>
    key === "budgetFen"
      ? formatFen(text)
      : key === "budgetIsGuide"
        ? text === "true"
          ? t("tasks.bidding.yes")
          : t("tasks.bidding.no")
        : text;
  return (
    <Card title={t("tasks.bidding.amendments")} id="amendments">
      <ol className="grid gap-5">
        {task.amendments.map((amendment) => {
          const changes = amendment.changes as Record<string, { from: string; to: string }>;
          return (
            <li key={amendment.version} className="grid gap-2">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">{t("tasks.bidding.amended", { version: amendment.version })}</span>
                <When at={amendment.at} className="text-muted" />
              </p>
              <Prose text={amendment.reason} />
              <dl className="grid gap-2 text-sm">
                {changedKeys
                  .filter((key) => changes[key])
                  .map((key) => (
                    <div key={key} className="grid gap-1 rounded-md bg-page p-3">
                      <dt className="font-medium">{t(`tasks.bidding.changed.${key}`)}</dt>
                      <dd className="grid gap-2 whitespace-pre-line sm:grid-cols-2">
                        <del className="text-muted no-underline">
                          {t("tasks.bidding.was")}
                          {t("ui.colon")}
                          {shown(key, changes[key]!.from)}
                        </del>
                        <ins className="no-underline">
                          {t("tasks.bidding.now")}
                          {t("ui.colon")}
                          {shown(key, changes[key]!.to)}
                        </ins>
                      </dd>
                    </div>
                  ))}
              </dl>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
