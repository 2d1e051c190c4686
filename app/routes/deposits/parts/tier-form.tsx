import { useTranslation } from "react-i18next";
import { missingFen, promises } from "#app/deposits/deposit.ts";
import { policy } from "#app/deposits/policy.ts";
import type { StandingPage } from "#app/deposits/queries.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { roundFen } from "./badge.tsx";

/** Leads to the payment page for a tier: the first, a higher one, or what the present one lacks. A full post: the answer leaves this site. */
export function TierForm({ orgId, deposit }: { orgId: string; deposit: StandingPage["deposit"] }) {
  const { t } = useTranslation();
  const tiers = policy.tiers.map((tier) => ({ ...tier, missing: missingFen(deposit, tier.fen) }));
  const open = tiers.filter(({ missing }) => missing > 0n);
  if (open.length === 0) return null;
  const single = open.some((tier) => tier.promises === 1);
  return (
    <Card title={t(deposit ? "deposits.page.choose.more" : "deposits.page.choose.first")}>
      <PostForm intent="pay" reloadDocument>
        <input type="hidden" name="orgId" value={orgId} />
        <ChoiceField
          name="tier"
          label={t("deposits.page.tier")}
          cards
          required
          columns="sm:grid-cols-3"
          defaultValue={String((open.find(({ fen }) => fen === deposit?.tierFen) ?? open[Math.min(1, open.length - 1)]!).fen)}
          options={tiers.map(({ fen, coverFen, promises: count, missing }) => ({
            value: String(fen),
            label: roundFen(fen),
            disabled: missing === 0n,
            hint: (
              <>
                <span className="block">
                  {t(count === 1 ? "deposits.page.oneHint" : "deposits.page.allHint", { cover: roundFen(coverFen) })}
                </span>
                <span className="block font-medium text-ink">
                  {missing > 0n ? t("deposits.page.toPay", { amountFen: missing }) : t("deposits.page.reached")}
                </span>
              </>
            ),
          }))}
        />
        {single && (
          <ChoiceField
            name="promise"
            label={t("deposits.page.promise", { tier: roundFen(policy.tiers[0].fen) })}
            columns="grid-cols-1"
            defaultValue={deposit?.promises.length === 1 ? deposit.promises[0] : "FINISH"}
            options={promises.map((promise) => ({
              value: promise,
              label: t(`deposits.promise.${promise}`),
              hint: t(`deposits.promiseText.${promise}`),
            }))}
          />
        )}
        {open.some(({ missing }) => missing === LEAST_PAID_FEN) && (
          <p className="text-sm text-muted">{t("deposits.page.least", { leastFen: LEAST_PAID_FEN })}</p>
        )}
        {deposit && <p className="text-sm text-muted">{t("deposits.page.keeps")}</p>}
        <div className="grid gap-1.5">
          <Button variant="primary" className="justify-self-start">
            {t("deposits.page.pay")}
          </Button>
          <p className="text-sm text-muted">{t("deposits.page.payHint")}</p>
        </div>
      </PostForm>
    </Card>
  );
}
