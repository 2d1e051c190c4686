import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { refuse } from "#app/http.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { suggestedStart } from "#app/tasks/qualifying/room-time.ts";
import { namelessBids } from "#app/tasks/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { DateTimeField, Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnTask } from "./acts.server.ts";
import { JudgeCard } from "./parts/judge-card.tsx";
import { TaskNext } from "./parts/next.tsx";
import { readPage } from "./parts/read.server.ts";

export const meta = titled<typeof loader>((t, data) => `${t("tasks.choosing.qualifyTitle")}${t("ui.colon")}${data.title}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireViewer(request);
  const { task, move, now } = await readPage(request, params);
  if (!task.mayManage) throw refuse("notFound");
  if (task.state !== "QUALIFYING") throw redirect(task.state === "SELECTION" ? `/tasks/${task.id}/select` : `/tasks/${task.id}`);
  const bids = await namelessBids(task.id);
  return {
    id: task.id,
    title: task.title,
    criteria: task.criteria,
    announced: task.liveAt !== null,
    bids,
    move,
    suggested: suggestedStart(now),
  };
}

export const action = actOnTask;

export default function Qualify() {
  const { id, title, criteria, announced, bids, move, suggested } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`task:${id}`);
  const waiting = bids.filter((b) => b.state === "SUBMITTED").length;
  const passed = bids.filter((b) => b.state === "QUALIFIED").length;
  return (
    <Page
      width="text"
      title={t("tasks.choosing.qualifyTitle")}
      intro={t("tasks.choosing.qualifyIntro")}
      crumbs={[
        { label: t("ui.nav.myTasks"), to: "/my/tasks" },
        { label: title, to: `/tasks/${id}` },
        { label: t("tasks.choosing.qualifyTitle") },
      ]}
    >
      <TaskNext move={move} bare />
      <p className="font-medium" aria-live="polite">
        {t("tasks.choosing.judged", { done: bids.length - waiting, all: bids.length, passed })}
      </p>
      {bids.map((bid) => (
        <JudgeCard key={bid.id} bid={bid} criteria={criteria} locked={announced} />
      ))}
      {!announced && waiting === 0 && passed >= 2 && <RoomCard suggested={suggested} />}
      {!announced && waiting === 0 && passed < 2 && (
        <Card>
          <p>{t("tasks.choosing.tooFew")}</p>
          <PostForm intent="endQualifying">
            <div>
              <Button variant="primary">{t("tasks.choosing.endQualifying")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
    </Page>
  );
}

const shows = ["BEST_SCORE", "RANK_ONLY", "FULL_LADDER"] as const;

function RoomCard({ suggested }: { suggested: Date }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.choosing.roomTitle")} id="room">
      <p className="text-muted">{t("tasks.choosing.roomIntro")}</p>
      <PostForm intent="room">
        <div className="grid gap-5 sm:grid-cols-2">
          <DateTimeField name="startAt" label={t("tasks.choosing.startAt")} required defaultValue={dateTimeToInput(suggested)} />
          <Field
            name="minutes"
            label={t("tasks.choosing.minutes")}
            unit={t("tasks.choosing.minuteUnit")}
            inputMode="numeric"
            required
            defaultValue={policy.roomMinutes.default}
          />
        </div>
        <ChoiceField
          name="show"
          label={t("tasks.choosing.show")}
          columns="grid-cols-1"
          required
          defaultValue="BEST_SCORE"
          options={shows.map((show) => ({ value: show, label: t(`tasks.choosing.shows.${show}`) }))}
        />
        <div>
          <Button variant="primary">{t("tasks.choosing.announce")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}
