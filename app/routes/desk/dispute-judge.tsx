import { useTranslation } from "react-i18next";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { SplitField } from "../contracts/parts/split-field.tsx";

/** What an operator is asked for now: a proposal, a decision, or the decision on an appeal; or why this operator is not the one. */
export function DisputeJudge({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  const { turn } = dispute;
  if (!turn?.desk) return null;
  if (dispute.viewerSide !== null) return <Notice tone="warn">{t("contracts.desk.own")}</Notice>;
  if (turn.key === "propose") return <Mediate dispute={dispute} />;
  if (turn.key === "decideAppeal" && dispute.decisions.some((d) => d.byViewer))
    return <Notice tone="warn">{t("contracts.desk.yours")}</Notice>;
  return <Decide dispute={dispute} appeal={turn.key === "decideAppeal"} />;
}

function Mediate({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  return (
    <Card title={t("contracts.desk.mediate")}>
      <PostForm intent="propose">
        <p className="text-muted">{t("contracts.desk.mediateText")}</p>
        <input type="hidden" name="disputeId" value={dispute.id} />
        <SplitField label={t("contracts.dispute.offers.share")} amountFen={dispute.amountFen} />
        <TextField name="text" label={t("contracts.desk.mediateWhy")} rows={5} maxLength={3000} required />
        <Button variant="primary" className="justify-self-start">
          {t("contracts.desk.mediateAct")}
        </Button>
      </PostForm>
    </Card>
  );
}

function Decide({ dispute, appeal }: { dispute: DisputePage; appeal: boolean }) {
  const { t } = useTranslation();
  const title = t(appeal ? "contracts.desk.decideAppeal" : "contracts.desk.decide");
  return (
    <Card title={title}>
      <PostForm intent={appeal ? "decideAppeal" : "decide"}>
        <p className="text-muted">{t(appeal ? "contracts.desk.decideAppealText" : "contracts.desk.decideText")}</p>
        <input type="hidden" name="disputeId" value={dispute.id} />
        <div className="grid gap-5 sm:grid-cols-2">
          <MoneyField name="toProvider" label={t("contracts.dispute.toProvider")} required />
          <MoneyField name="toEmployer" label={t("contracts.dispute.toEmployer")} required />
        </div>
        <TextField name="decision" label={t("contracts.dispute.decision")} rows={5} maxLength={3000} required />
        <Button variant="primary" className="justify-self-start">
          {title}
        </Button>
      </PostForm>
    </Card>
  );
}
