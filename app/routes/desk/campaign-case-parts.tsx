import { useTranslation } from "react-i18next";
import { type CaseAction, type ModerationVerb, moderationVerbs } from "#app/campaigns/watching/case.ts";
import type { CaseDetail } from "#app/campaigns/watching/cases.server.ts";
import { type CampaignReason, reportGroups } from "#app/people/desk/report-reasons.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Matter = CaseDetail["matter"];
const isReported = (kind: string) => (reportGroups as string[]).includes(kind);

/** What the case is about: the numbers that the clock saw, or that people reported it. */
export function Seen({ matter, creator }: { matter: Matter; creator: string }) {
  const { t } = useTranslation();
  const fact = isReported(matter.kind) ? "reports" : (matter.kind as "related");
  const { level = 0, count = 0, amountFen = "0" } = matter.facts ?? {};
  return (
    <Card title={t(`campaigns.watching.cases.kinds.${matter.kind}`)}>
      <p>{t(`campaigns.watching.cases.facts.${fact}`, { count, amountFen, percent: `${level / 100}%` })}</p>
      <KeyValue
        pairs={[
          {
            label: t("campaigns.watching.cases.sourceHead"),
            value: t(`campaigns.watching.cases.source.${matter.source as "report" | "clock"}`),
          },
          { label: t("campaigns.watching.one.creator"), value: creator },
          { label: t("campaigns.watching.cases.at"), value: <When at={matter.at} /> },
          matter.lookedAt && { label: t("campaigns.watching.cases.looked"), value: <When at={matter.lookedAt} /> },
        ]}
      />
    </Card>
  );
}

export function Reports({ reports }: { reports: CaseDetail["reports"] }) {
  const { t } = useTranslation();
  if (reports.length === 0) return null;
  return (
    <Card title={`${t("campaigns.watching.cases.reports")} · ${reports.length}`}>
      <ul className="divide-y divide-line">
        {reports.map((report) => (
          <li key={report.id} className="grid gap-1.5 py-3">
            <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
              <span className="font-medium text-ink">{t(`people.report.reasons.${report.reason as CampaignReason}`)}</span>
              {report.reporter} <When at={report.createdAt} />
              {report.state !== "OPEN" && <Chip>{t(`desk.state.${report.state}`)}</Chip>}
            </p>
            <Prose text={report.text} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Decide({ actions }: { actions: CaseAction[] }) {
  const { t } = useTranslation();
  const findings = (["upheld", "dismissed"] as const).map((value) => ({ value, label: t(`campaigns.watching.cases.${value}`) }));
  const isModeration = (action: CaseAction): action is ModerationVerb => (moderationVerbs as readonly string[]).includes(action);
  const options = actions.map((value) => ({
    value,
    label: isModeration(value) ? t(`campaigns.watching.moderation.verb.${value}`) : t(`campaigns.watching.cases.actions.${value}`),
    hint: isModeration(value) ? t(`campaigns.watching.moderation.text.${value}`) : t(`campaigns.watching.cases.actionHints.${value}`),
  }));
  return (
    <Card title={t("campaigns.watching.cases.decide")}>
      <PostForm intent="decide">
        <ChoiceField name="finding" label={t("campaigns.watching.cases.finding")} options={findings} required columns="" />
        <ChoiceField
          name="action"
          label={t("campaigns.watching.cases.action")}
          options={options}
          defaultValue="none"
          required
          cards
          columns=""
        />
        <TextField
          name="decision"
          label={t("campaigns.watching.cases.decision")}
          hint={t("campaigns.watching.cases.decisionHint")}
          rows={4}
          required
          minLength={4}
          maxLength={1000}
        />
        <div>
          <Button variant="primary">{t("campaigns.watching.cases.button")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function Decided({ matter }: { matter: Matter }) {
  const { t } = useTranslation();
  const word = t as unknown as (key: string, otherwise: string) => string;
  const { action } = matter;
  return (
    <Card title={t("desk.report.decision")}>
      <Prose text={matter.decision ?? ""} />
      <KeyValue
        stacked
        pairs={[
          action !== null && {
            label: t("campaigns.watching.cases.action"),
            value: word(`campaigns.watching.moderation.verb.${action}`, word(`campaigns.watching.cases.actions.${action}`, action)),
          },
          { label: t("campaigns.watching.cases.by"), value: matter.decidedBy },
          matter.decidedAt && { label: t("campaigns.watching.one.at"), value: <When at={matter.decidedAt} /> },
        ]}
      />
    </Card>
  );
}
