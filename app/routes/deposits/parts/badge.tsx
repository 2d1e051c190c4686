import { Link } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Badge } from "#app/deposits/badges.server.ts";
import { formatFen } from "#app/i18n/format.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";

/** "¥3,000": a tier is a round sum, and a badge has little room. */
export const roundFen = (fen: bigint) => formatFen(fen).replace(/\.00$/, "");

/** In a list or beside a name: that a deposit is here, and how much. */
export function DepositChip({ tierFen }: { tierFen: bigint }) {
  const { t } = useTranslation();
  return (
    <Chip tone="ok" icon={<ShieldCheck size={13} aria-hidden />}>
      {t("deposits.badge.tier", { tier: roundFen(tierFen) })}
    </Chip>
  );
}

/** On the provider's page: the promises in words, and what stands behind them. */
export function DepositCard({ badge }: { badge: Badge }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.badge.title")} actions={<DepositChip tierFen={badge.tierFen} />}>
      <ul className="grid gap-3">
        {badge.promises.map((promise) => (
          <li key={promise} className="grid gap-0.5">
            <span className="flex items-center gap-1.5 font-medium">
              <ShieldCheck size={16} className="shrink-0 text-ok-600" aria-hidden />
              {t(`deposits.promise.${promise}`)}
            </span>
            <span className="text-sm text-muted">{t(`deposits.promiseText.${promise}`)}</span>
          </li>
        ))}
      </ul>
      <KeyValue
        stacked
        pairs={[
          { label: t("deposits.badge.held"), value: <Money fen={badge.heldFen} strong /> },
          { label: t("deposits.badge.cover"), value: <Money fen={badge.coverFen} /> },
          badge.heldAt && { label: t("deposits.badge.since"), value: <When at={badge.heldAt} day /> },
        ]}
      />
      <p className="text-sm text-muted">{t("deposits.badge.how")}</p>
    </Card>
  );
}

/** What an empty place for a badge says to who could fill it. */
export function NoDeposit({ orgId }: { orgId: string }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.badge.title")}>
      <p className="text-sm text-muted">{t("deposits.badge.none")}</p>
      <Link to={`/deposit?org=${orgId}`} className="link">
        {t("deposits.badge.get")}
      </Link>
    </Card>
  );
}
