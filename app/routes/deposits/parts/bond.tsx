import { Handshake } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BondShown } from "#app/deposits/badges.server.ts";
import type { BondEnd } from "#app/deposits/bonds/bond.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";

/** The employer's money stands behind the task. */
export function BondChip() {
  const { t } = useTranslation();
  return (
    <Chip tone="ok" icon={<Handshake size={13} aria-hidden />}>
      {t("deposits.bond.paidBadge")}
    </Chip>
  );
}

/** The bond on a task's page: what it stands for while it is held, and what became of it. */
export function BondCard({ bond }: { bond: BondShown }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.bond.title")} actions={bond.held && <BondChip />}>
      <KeyValue stacked pairs={[{ label: t("deposits.bond.amount"), value: <Money fen={bond.amountFen} strong /> }]} />
      {!bond.held && bond.endReason && <p>{t(`deposits.bond.end.${bond.endReason as BondEnd}`)}</p>}
      {bond.held && <p className="text-sm text-muted">{t("deposits.bond.rules")}</p>}
    </Card>
  );
}
