import { useTranslation } from "react-i18next";
import type { manualDetail } from "#app/people/desk/manual/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Act = NonNullable<Awaited<ReturnType<typeof manualDetail>>>;

/** What one may do about a proposal that waits: its proposer takes it back, another operator decides. */
export function Decide({ act, own }: { act: Act; own: boolean }) {
  const { t } = useTranslation();
  const until = (
    <p className="text-sm text-muted">
      {t("reconcile.manual.until")} <Deadline at={act.expiresAt} />
    </p>
  );
  if (own)
    return (
      <Card title={t("reconcile.manual.decision")}>
        <p>{t("reconcile.manual.own")}</p>
        {until}
        <PostForm intent="withdraw">
          <Button>{t("reconcile.manual.withdraw")}</Button>
        </PostForm>
      </Card>
    );
  return (
    <>
      <Card title={t("reconcile.manual.approve")}>
        <p className="text-sm text-muted">{t("reconcile.manual.approveHint")}</p>
        {until}
        <PostForm intent="approve">
          <TextField name="decision" label={t("reconcile.manual.note")} rows={2} maxLength={500} />
          <Button variant="primary">{t("reconcile.manual.approve")}</Button>
        </PostForm>
      </Card>
      <Card title={t("reconcile.manual.refuse")}>
        <PostForm intent="refuse">
          <TextField
            name="decision"
            label={t("reconcile.manual.decision")}
            hint={t("reconcile.manual.refuseHint")}
            rows={2}
            required
            maxLength={500}
          />
          <Button variant="danger">{t("reconcile.manual.refuse")}</Button>
        </PostForm>
      </Card>
    </>
  );
}

/** What became of it. */
export function Decided({ act }: { act: Act }) {
  const { t } = useTranslation();
  return (
    <Card title={t("reconcile.manual.decision")}>
      {act.decision && <Prose text={act.decision} />}
      <KeyValue
        stacked
        pairs={[
          act.decidedBy !== null && { label: t("reconcile.manual.decidedBy"), value: act.decidedBy },
          act.decidedAt !== null && { label: t("reconcile.manual.decidedAt"), value: <When at={act.decidedAt} /> },
        ]}
      />
    </Card>
  );
}
