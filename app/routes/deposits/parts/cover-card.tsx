import { Link } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Cover } from "#app/deposits/claims/queries.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { ClaimChip } from "./claim-chip.tsx";

/** On a contract's page: what the provider's deposit still answers for here, and what was claimed. */
export function CoverCard({ contractId, cover }: { contractId: string; cover: Cover }) {
  const { t } = useTranslation();
  if (cover.covered.length === 0 && cover.claims.length === 0) return null;
  return (
    <Card title={t("deposits.badge.title")}>
      {cover.covered.length > 0 && (
        <ul className="grid gap-1.5">
          {cover.covered.map(({ promise, leftFen }) => (
            <li key={promise} className="flex flex-wrap items-center gap-1.5">
              <ShieldCheck size={16} className="shrink-0 text-ok-600" aria-hidden />
              {t(`deposits.promise.${promise}`)}
              <span className="text-sm text-muted">{t("deposits.claim.left", { leftFen })}</span>
            </li>
          ))}
        </ul>
      )}
      {cover.claims.map((claim) => (
        <p key={claim.id} className="flex flex-wrap items-center gap-2">
          <Link to={`/claims/${claim.id}`} className="link">
            {t("deposits.claim.title")} <Money fen={claim.state === "PAID" ? claim.paidFen : claim.amountFen} />
          </Link>
          <ClaimChip state={claim.state} />
        </p>
      ))}
      {cover.mayClaim && (
        <div>
          <ButtonLink size="sm" to={`/contracts/${contractId}/claim`}>
            {t("deposits.claim.new")}
          </ButtonLink>
        </div>
      )}
    </Card>
  );
}
