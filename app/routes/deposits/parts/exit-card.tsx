import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { StandingPage } from "#app/deposits/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Props = { orgId: string; deposit: NonNullable<StandingPage["deposit"]>; bars: StandingPage["bars"] };

/** The way out, and once it was chosen what still stands in it. */
export function ExitCard({ orgId, deposit, bars }: Props) {
  const { t } = useTranslation();
  if (!bars)
    return (
      <div>
        <Dialog
          trigger={t("deposits.page.exit")}
          title={t("deposits.page.exitTitle")}
          intro={t("deposits.page.exitIntro")}
          variant="ghost"
          intent="exit"
        >
          <PostForm intent="exit">
            <input type="hidden" name="orgId" value={orgId} />
            <div>
              <Button variant="danger">{t("deposits.page.exitConfirm")}</Button>
            </div>
          </PostForm>
        </Dialog>
      </div>
    );
  const waits = (["running", "disputes", "claims"] as const).filter((bar) => bars[bar] > 0);
  return (
    <Card title={t("deposits.page.leaving")}>
      <p>{t("deposits.page.leavingText", { amountFen: deposit.heldFen })}</p>
      <ul className="list-disc pl-5">
        {waits.map((bar) => (
          <li key={bar}>{t(`deposits.page.bars.${bar}`, { count: bars[bar] })}</li>
        ))}
        {bars.owedFen > 0n && (
          <li>
            {t("deposits.page.bars.owed", { owedFen: bars.owedFen })}
            <Link to={`/payee?org=${orgId}`} className="link">
              {t("deposits.page.bars.pay")}
            </Link>
          </li>
        )}
        {bars.freeAt && !bars.free && (
          <li>
            {t("deposits.page.bars.freeAt")}
            <When at={bars.freeAt} />
          </li>
        )}
        {bars.free && <li>{t("deposits.page.bars.now")}</li>}
      </ul>
      <PostForm intent="stay">
        <input type="hidden" name="orgId" value={orgId} />
        <div>
          <Button>{t("deposits.page.stay")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}
