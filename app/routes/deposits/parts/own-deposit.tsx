import { useTranslation } from "react-i18next";
import type { StandingPage } from "#app/deposits/queries.server.ts";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { roundFen } from "./badge.tsx";
import { DepositStateChip } from "./claim-chip.tsx";

type Deposit = NonNullable<StandingPage["deposit"]>;

/** What one's own deposit is, and what is wrong with it. */
export function OwnDeposit({ deposit, frozen }: { deposit: Deposit; frozen: boolean }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.page.mine")} actions={<DepositStateChip state={deposit.state} />}>
      <Stats>
        <Stat label={t("deposits.page.held")} value={<Money fen={deposit.heldFen} />} />
        <Stat label={t("deposits.page.tier")} value={roundFen(deposit.tierFen)} />
        <Stat label={t("deposits.page.cover")} value={<Money fen={deposit.coverFen} />} />
        {deposit.heldAt && <Stat label={t("deposits.page.since")} value={<When at={deposit.heldAt} day />} />}
      </Stats>
      {deposit.fillBy && !frozen && (
        <Notice tone="warn">
          {t("deposits.page.fillBy")} <Deadline at={deposit.fillBy} />
        </Notice>
      )}
      {deposit.state === "LAPSED" && <Notice tone="danger">{t(frozen ? "deposits.page.disputed" : "deposits.page.lapsed")}</Notice>}
      <ul className="grid gap-2">
        {deposit.promises.map((promise) => (
          <li key={promise}>
            <span className="font-medium">{t(`deposits.promise.${promise}`)}</span>
            <span className="block text-sm text-muted">{t(`deposits.promiseText.${promise}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
