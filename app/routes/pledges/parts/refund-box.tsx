import { useTranslation } from "react-i18next";
import type { PledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import type { Tone } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** "You may take back ¥… today", what the rules give later, and every refund with where it is. */
export function RefundBox({ money }: { money: PledgeMoney }) {
  const { t } = useTranslation();
  // A correction's free way out has its own button beside the pledge's other acts.
  const right = money.right && money.right.reason !== "CORRECTION" ? money.right : null;
  if (!right && !money.steps && money.refunds.length === 0 && !money.isFinal) return null;
  return (
    <Card id="refund" title={t("campaigns.collecting.refund.title")}>
      {right ? <TakeBack right={right} /> : money.steps && <p>{t("campaigns.collecting.refund.nothingToday")}</p>}
      {money.isFinal && <p className="text-muted">{t("campaigns.collecting.refund.final")}</p>}
      {money.steps && <Ladder money={money} steps={money.steps} />}
      {money.refunds.length > 0 && (
        <ul className="grid gap-4">
          {money.refunds.map((refund) => (
            <RefundRow key={refund.id} refund={refund} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function TakeBack({ right }: { right: NonNullable<PledgeMoney["right"]> }) {
  const { t } = useTranslation();
  const { amountFen, reason, untilAt } = right;
  return (
    <div className="grid gap-3">
      <p className="text-lg">
        {t("campaigns.collecting.refund.today")} <Money fen={amountFen} strong className="text-xl" />
      </p>
      <p className="text-sm text-muted">
        {t(`campaigns.collecting.reason.${reason}`)}
        {untilAt && (
          <>
            {" · "}
            {t("campaigns.collecting.refund.until")} <When at={untilAt} />
          </>
        )}
      </p>
      <Dialog
        intent="takeBack"
        trigger={t("campaigns.collecting.refund.take")}
        title={t("campaigns.collecting.refund.take")}
        intro={t("campaigns.collecting.refund.sure", { amountFen })}
        variant="danger"
      >
        <PostForm intent="takeBack">
          <input type="hidden" name="amountFen" value={String(amountFen)} />
          <Button variant="danger" className="justify-self-start">
            {t("campaigns.collecting.refund.confirm", { amountFen })}
          </Button>
        </PostForm>
      </Dialog>
    </div>
  );
}

function Ladder({ money, steps }: { money: PledgeMoney; steps: NonNullable<PledgeMoney["steps"]> }) {
  const { t } = useTranslation();
  const all =
    money.refundPolicy === "SALE_LIKE" ? (["overdue", "automatic"] as const) : (["overdue", "unreleased", "full", "automatic"] as const);
  const rows = all.filter((key) => key !== "automatic" || money.goesBackItself);
  return (
    <div className="grid gap-2">
      <p className="text-sm font-medium">
        {t("campaigns.collecting.refund.ladder")} {money.promisedAt && <When at={money.promisedAt} day />}
      </p>
      <ol className="grid gap-1.5 text-sm">
        {rows.map((key) => (
          <li key={key} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3">
            <When at={steps[key].at} day className="text-muted" />
            <span>{t(`campaigns.collecting.refund.step.${key}`)}</span>
          </li>
        ))}
      </ol>
      {!money.ships && <p className="text-sm text-muted">{t("campaigns.collecting.refund.withoutParcel")}</p>}
    </div>
  );
}

const tones: Record<PledgeMoney["refunds"][number]["state"], Tone> = {
  READY: "info",
  SENDING: "info",
  DONE: "ok",
  STUCK: "warn",
  ASKING: "warn",
  TO_PAY: "info",
};

function RefundRow({ refund }: { refund: PledgeMoney["refunds"][number] }) {
  const { t } = useTranslation();
  return (
    <li className="grid gap-2 border-t border-line pt-3">
      <p className="flex flex-wrap items-center gap-2">
        <Money fen={refund.amountFen} strong />
        <Chip tone={tones[refund.state]}>{t(`campaigns.collecting.refund.state.${refund.state}`)}</Chip>
        <span className="text-sm text-muted">
          {t(`campaigns.collecting.reason.${refund.reason}`)} · <When at={refund.doneAt ?? refund.entitledAt} />
        </span>
      </p>
      {refund.payee && (
        <p className="text-sm text-muted">
          {t("campaigns.collecting.refund.payee")} {refund.payee.name} {refund.payee.account}
        </p>
      )}
      {refund.mayCorrect && (
        <PostForm intent={`payee:${refund.id}`} className="sm:grid-cols-2">
          <input type="hidden" name="refundId" value={refund.id} />
          <p className="text-sm sm:col-span-2">{t("campaigns.collecting.refund.payeeHint")}</p>
          <Field name="name" label={t("campaigns.collecting.refund.payeeName")} maxLength={40} required autoComplete="name" />
          <Field name="account" label={t("campaigns.collecting.refund.payeeAccount")} maxLength={60} required autoComplete="off" />
          <Button className="justify-self-start">{t("campaigns.collecting.refund.payeeSave")}</Button>
        </PostForm>
      )}
    </li>
  );
}
