import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { debtsOf } from "#app/payments/debts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";

type Debt = Awaited<ReturnType<typeof debtsOf>>[number];

const sources = ["remittance", "stage", "deposit", "payment", "bank", "writtenOff"] as const;

/** What an organisation owes and why, and what has repaid it. */
export function Debts({ debts }: { debts: Debt[] }) {
  const { t } = useTranslation();
  if (debts.length === 0) return null;
  const owed = debts.reduce((fen, debt) => fen + debt.amountFen - debt.repaidFen, 0n);
  return (
    <Card id="debts" title={t("cards.debt.title")}>
      <p className="text-muted">{t("cards.debt.intro")}</p>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span>{owed > 0n ? t("cards.debt.owed") : t("cards.debt.none")}</span>
        {owed > 0n && <Money fen={owed} strong className="text-lg text-danger-600" />}
      </p>
      <ul className="grid gap-3">
        {debts.map((debt) => (
          <OneDebt key={debt.id} debt={debt} />
        ))}
      </ul>
    </Card>
  );
}

const places: Readonly<Record<string, (id: string) => string>> = {
  contract: (id) => `/contracts/${id}#card-disputes`,
  deposit: (orgId) => `/deposit?org=${orgId}`,
  task: (id) => `/tasks/${id}`,
  campaign: (id) => `/campaigns/${id}/manage/money#card-disputes`,
};
/** The page that explains why it is owed. */
const aboutOf = ({ refType, refId }: { refType: string; refId: string }) => places[refType]?.(refId) ?? null;

function useDebtReason() {
  const { t } = useTranslation();
  return (reason: string) => (reason === "cardDispute" ? t("cards.debt.why.cardDispute") : t("cards.debt.why.refund"));
}

/** Why it is owed, and the page that explains it. */
export function DebtWhy({ debt }: { debt: Pick<Debt, "reason" | "title" | "refType" | "refId"> }) {
  const reason = useDebtReason();
  const to = aboutOf(debt);
  return (
    <>
      {reason(debt.reason)}
      {debt.title && " · "}
      {to ? (
        <Link to={to} className="text-river-700 hover:underline">
          {debt.title}
        </Link>
      ) : (
        debt.title
      )}
    </>
  );
}

function OneDebt({ debt }: { debt: Debt }) {
  const { t } = useTranslation();
  const { amountFen, repaidFen, repayments } = debt;
  return (
    <li className="grid gap-1 rounded-md border border-line px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <DebtWhy debt={debt} />
        </span>
        <When at={debt.createdAt} day className="text-sm text-muted" />
      </p>
      <p className="text-sm text-muted">
        {t("cards.debt.of", { amountFen, repaidFen })}
        {debt.closedAt && ` · ${t("cards.debt.closed")}`}
      </p>
      <Repayments repayments={repayments} />
      <Link to={`/debts/${debt.id}`} className="justify-self-start text-sm text-river-700 hover:underline">
        {debt.closedAt ? t("cards.debt.toDebt") : t("cards.debt.pay")}
      </Link>
    </li>
  );
}

/** What has repaid a debt so far. */
export function Repayments({ repayments }: Pick<Debt, "repayments">) {
  const { t } = useTranslation();
  const source = (one: string) => sources.find((known) => known === one) ?? "remittance";
  if (repayments.length === 0) return null;
  return (
    <ul className="grid gap-0.5 text-sm">
      {repayments.map((one) => (
        <li key={one.id} className="flex flex-wrap justify-between gap-x-4">
          <span>
            {t(`cards.debt.source.${source(one.source)}`)} <When at={one.at} className="text-muted" />
          </span>
          <Money fen={one.amountFen} />
        </li>
      ))}
    </ul>
  );
}

/** On the statement: that something is owed, and where it is explained. */
export function OwedNote({ orgId, fen }: { orgId: string; fen: bigint }) {
  const { t } = useTranslation();
  if (fen <= 0n) return null;
  return (
    <Notice tone="warn" action={<Link to={`/payee?org=${orgId}#debts`}>{t("cards.debt.statementLink")}</Link>}>
      {t("cards.debt.statement", { fen })}
    </Notice>
  );
}
