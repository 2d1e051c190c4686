import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Printer, Sheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { page } from "#app/http.server.ts";
import { monthOf } from "#app/ledger/month.ts";
import { statement } from "#app/ledger/statement.server.ts";
import { periodOf, roles, StatementQuery, usualPeriods } from "#app/ledger/statement.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { mayGoOn } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { OwedNote } from "./parts/debts.tsx";
import { Lines, OwnFees, Periods } from "./statement-parts.tsx";

/** As many lines as a page carries; the file has them all. */
const SHOWN = 300;
/** For paper: all of a busy year. */
const PRINTED = 5_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const query = StatementQuery.parse({ org: search.get("org"), role: search.get("role"), from: search.get("from"), to: search.get("to") });
  const orgs = viewer.orgs.filter((one) => mayGoOn(viewer, one.id, "pay:approve")).map(({ id, name }) => ({ id, name }));
  const orgId = query.org ?? viewer.orgId;
  const now = await appNow();
  const { since, until } = periodOf(query, now);
  const limit = search.has("all") ? PRINTED : SHOWN;
  const read = (role: typeof query.role) => page(() => statement(viewer, { orgId, role, since, until, limit }));
  let [role, result] = [query.role, await read(query.role)];
  // Who asks for neither side sees the one that has something to show.
  if (!search.get("role") && result.count === 0) {
    const other = await read("provider");
    if (other.count > 0) [role, result] = ["provider", other];
  }
  const org = orgs.find((one) => one.id === orgId)?.name ?? viewer.name;
  const isoDay = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return {
    ...result,
    org,
    orgs,
    orgId,
    role,
    chosen: query,
    periods: usualPeriods(now),
    month: monthOf(now),
    from: isoDay(since),
    to: isoDay(new Date(until.getTime() - 1)),
  };
}
export const meta = titled<typeof loader>((t, { org, from, to }) => `${t("money.statement.title")} · ${org} · ${from} – ${to}`);

export default function StatementPage() {
  const { t } = useTranslation();
  const { lines, role, org, orgs, orgId, from, to, chosen, count, periods, month, ...sums } = useLoaderData<typeof loader>();
  const query = new URLSearchParams({ org: orgId, role, from, to });
  return (
    <Page
      title={t("money.statement.title")}
      intro={t("money.statement.intro", { org, from, to })}
      actions={
        <>
          <a href={`/statement.csv?${query}`} className={buttonClass({ size: "sm" })} download>
            <Sheet size={15} aria-hidden /> {t("money.statement.csv")}
          </a>
          <Button type="button" size="sm" icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            {t("money.statement.print")}
          </Button>
        </>
      }
    >
      <Tabs
        label={t("money.statement.roles")}
        tabs={roles.map((one) => ({
          to: `?${new URLSearchParams({ org: orgId, role: one, from, to })}`,
          label: t(`money.statement.as.${one}`),
          current: one === role,
        }))}
      />
      <Periods {...{ periods, orgId, role, from, to }} />
      <Filters
        clear={`/statement?${new URLSearchParams({ org: orgId, role })}`}
        active={Number(chosen.from !== null) + Number(chosen.to !== null)}
      >
        <input type="hidden" name="role" value={role} />
        <SelectField
          name="org"
          label={t("money.statement.org")}
          defaultValue={orgId}
          options={orgs.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Field type="date" name="from" label={t("money.statement.from")} defaultValue={from} />
        <Field type="date" name="to" label={t("money.statement.to")} defaultValue={to} />
      </Filters>
      <OwedNote orgId={orgId} fen={sums.owedFen} />
      <Card>
        <Stats>
          <Stat label={t("money.statement.opening")} value={<Money fen={sums.openingFen} />} />
          <Stat label={t(`money.statement.in.${role}`)} value={<Money fen={sums.inFen} sign />} />
          <Stat label={t(`money.statement.out.${role}`)} value={<Money fen={-sums.outFen} />} />
          {role === "provider" && <Stat label={t("money.statement.fees")} value={<Money fen={sums.feeFen} />} />}
          <Stat label={t(`money.statement.closing.${role}`)} value={<Money fen={sums.closingFen} />} />
        </Stats>
      </Card>
      {count > lines.length && (
        <Notice>
          {t("money.statement.more", { count, shown: lines.length })}{" "}
          <Link className="no-print underline" to={`?${new URLSearchParams({ ...Object.fromEntries(query), all: "1" })}`}>
            {t("money.statement.showAll")}
          </Link>
        </Notice>
      )}
      <Lines lines={lines} role={role} />
      <p className="text-sm text-muted">{t(`money.statement.note.${role}`)}</p>
      <OwnFees orgId={orgId} month={month} />
    </Page>
  );
}
