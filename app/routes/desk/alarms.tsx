import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { acknowledgeAlarm } from "#app/people/desk/alarms/acknowledge-alarm.server.ts";
import { type AlarmKind, alarmShows, NoteForm } from "#app/people/desk/alarms/alarm.ts";
import { alarmList } from "#app/people/desk/alarms/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

const Query = z.object({ show: z.enum(alarmShows).catch("open"), before: z.uuid().nullable().catch(null) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, before } = Query.parse({ show: search.get("show"), before: search.get("before") });
  return { ...(await alarmList(show, before)), show, before };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, NoteForm, async (form) => {
    await limit("operate", viewer);
    await acknowledgeAlarm(viewer, form);
  });
  return done.ok ? redirect("/desk/alarms?show=acknowledged", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("reconcile.alarm.title"));

export default function Alarms() {
  const { t } = useTranslation();
  // The sentence of an alarm is that of its notice.
  const tell = t as unknown as (key: string, params: object) => string;
  const { alarms, next, show, before } = useLoaderData<typeof loader>();
  return (
    <Page title={t("reconcile.alarm.title")} intro={t("reconcile.alarm.intro")}>
      <Tabs
        label={t("reconcile.alarm.tabs")}
        tabs={alarmShows.map((key) => ({ to: `?show=${key}`, label: t(`reconcile.alarm.${key}`), current: key === show }))}
      />
      {alarms.length === 0 && (
        <Card>
          <Empty title={t(`reconcile.alarm.none.${show}`)} />
        </Card>
      )}
      <ul className="grid gap-3">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <Card>
              <div className="grid gap-1">
                <h2 className="text-base font-semibold">
                  <Link to={alarm.href} className="text-ink hover:underline">
                    {tell(`reconcile.notice.${alarm.kind as AlarmKind}`, alarm.params)}
                  </Link>
                </h2>
                {alarm.params.example && <p className="font-mono text-sm break-all text-danger-600">{alarm.params.example}</p>}
                <p className="text-sm text-muted">
                  {t("reconcile.alarm.openedAt")} <When at={alarm.openedAt} /> · {t("reconcile.alarm.seenAt")} <When at={alarm.seenAt} />
                  {alarm.overAt && (
                    <>
                      {" · "}
                      {t("reconcile.alarm.overAt")} <When at={alarm.overAt} />
                    </>
                  )}
                </p>
                {alarm.acknowledgedBy !== null && (
                  <p className="text-sm">
                    {t("reconcile.alarm.takenBy", { name: alarm.acknowledgedBy })}{" "}
                    {alarm.acknowledgedAt && <When at={alarm.acknowledgedAt} />}
                    {alarm.note && <> · {alarm.note}</>}
                  </p>
                )}
              </div>
              {show === "open" && (
                <PostForm intent={alarm.id} className="no-print max-w-xl gap-3">
                  <input type="hidden" name="alarmId" value={alarm.id} />
                  <Field name="note" label={t("reconcile.alarm.note")} hint={t("reconcile.alarm.noteHint")} required maxLength={300} />
                  <Button size="sm" className="justify-self-start">
                    {t("reconcile.alarm.acknowledge")}
                  </Button>
                </PostForm>
              )}
            </Card>
          </li>
        ))}
      </ul>
      <Pager previous={before ? `?show=${show}` : null} next={next && `?show=${show}&before=${next}`} />
    </Page>
  );
}
