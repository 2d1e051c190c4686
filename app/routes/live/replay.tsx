import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { formatFen } from "#app/i18n/format.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { seatOf } from "#app/tasks/live/auction-seat.server.ts";
import { auditFile } from "#app/tasks/live/replay.server.ts";
import { ButtonLink, buttonClass } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { Chain } from "./chain.tsx";
import { StepChart } from "./chart.tsx";
import { priceSeries, Result } from "./replay-result.tsx";
import { Steps } from "./replay-steps.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { data } = z.object({ taskId: z.uuid() }).safeParse(params);
  const taskId = orNotFound(data?.taskId);
  orNotFound(await seatOf(await viewerOf(request.headers), taskId));
  return orNotFound(await auditFile(taskId));
}
export const meta = titled<typeof loader>((t, data) => `${t("live.replay.title")} · ${data.title}`);

export default function Replay() {
  const { t } = useTranslation();
  const file = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const asked = Number(search.get("round") ?? Number.NaN);
  const round = file.rounds.find((r) => r.round === asked) ?? file.rounds.at(-1)!;
  const name = (label: number) => file.names[label] ?? t("live.ladder.label", { label });
  const prices = priceSeries(round, file, name);
  return (
    <Page
      title={t("live.replay.title")}
      intro={
        <>
          {t("live.replay.of", { title: file.title })}
          <br />
          {t("live.replay.intro")}
        </>
      }
      crumbs={[
        { label: t("live.crumb"), to: "/tasks" },
        { label: file.title, to: `/tasks/${file.taskId}` },
        { label: t("live.replay.title") },
      ]}
      actions={
        <a href={`/tasks/${file.taskId}/audit.json`} className={buttonClass({})} download>
          {t("live.replay.download")}
        </a>
      }
    >
      {file.rounds.length > 1 && (
        <nav className="flex flex-wrap items-center gap-2" aria-label={t("live.replay.title")}>
          {file.rounds.map((r) => (
            <ButtonLink
              key={r.round}
              to={`?round=${r.round}`}
              size="sm"
              variant={r === round ? "primary" : "secondary"}
              aria-current={r === round ? "page" : undefined}
            >
              {t("live.replay.round", { round: r.round + 1 })}
              {r.void && <Chip tone="warn">{t("live.replay.void")}</Chip>}
            </ButtonLink>
          ))}
        </nav>
      )}
      <Result round={round} name={name} />
      <Card title={t("live.chart.prices")}>
        <StepChart
          {...prices}
          format={(fen) => formatFen(Math.round(fen / 100) * 100).replace(/\.00$/, "")}
          title={t("live.chart.prices")}
          empty={t("live.log.empty")}
        />
      </Card>
      <Steps key={round.round} round={round} name={name} />
      <Chain key={`chain-${round.round}`} round={round} name={name} />
      <Card title={t("live.replay.events")}>
        <ol className="grid gap-1.5">
          {file.events.map((event, i) => (
            <li key={i} className="flex flex-wrap gap-x-4">
              <When at={new Date(event.at).toISOString()} className="text-muted" />
              <span>
                {t(`live.replay.event.${event.kind as "closed"}`, {
                  startAt: event.startAt ? new Date(event.startAt).toISOString() : "",
                  seconds: Math.round((event.gapMs ?? 0) / 1000),
                })}
              </span>
            </li>
          ))}
        </ol>
      </Card>
    </Page>
  );
}
