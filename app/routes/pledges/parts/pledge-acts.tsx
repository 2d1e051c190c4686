import { useTranslation } from "react-i18next";
import type { PledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { useNow } from "#app/ui/clock.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** What the backer may do: change, use another card, leave. */
export function PledgeActs({ pledge }: { pledge: PledgePage }) {
  const { t } = useTranslation();
  const { may, campaign } = pledge;
  const backFen = pledge.collectedFen - pledge.refundedFen;
  if (!may.change && !may.cancel && !may.leaveFree && !pledge.freeUntil) return null;
  return (
    <Card>
      {pledge.freeUntil && (
        <p className="text-warn-700">{t("campaigns.pledging.page.freeTitle", { at: pledge.freeUntil.toISOString() })}</p>
      )}
      {pledge.freeWaits && <p>{t("campaigns.pledging.page.freeWaits")}</p>}
      <div className="flex flex-wrap items-start gap-3">
        {may.change && <ButtonLink to={`/campaigns/${campaign.id}/pledge`}>{t("campaigns.pledging.page.change")}</ButtonLink>}
        {may.replaceCard && !pledge.claim && (
          <PostForm intent="replaceCard" reloadDocument>
            <Button>{t("campaigns.pledging.page.replaceCard")}</Button>
          </PostForm>
        )}
        {may.cancel && <CancelDialog pledge={pledge} />}
        {may.leaveFree && (
          <Dialog intent="leaveFree" trigger={t("campaigns.pledging.page.free")} title={t("campaigns.pledging.page.free")} variant="danger">
            <PostForm intent="leaveFree">
              <p>
                {backFen > 0n ? t("campaigns.pledging.page.freeText", { amountFen: backFen }) : t("campaigns.pledging.page.cancelCard")}
              </p>
              <Button variant="danger" className="justify-self-start">
                {t("campaigns.pledging.page.free")}
              </Button>
            </PostForm>
          </Dialog>
        )}
      </div>
    </Card>
  );
}

function CancelDialog({ pledge }: { pledge: PledgePage }) {
  const { t } = useTranslation();
  const now = useNow();
  const { campaign } = pledge;
  const inQueueHours =
    campaign.lifecycle === "LIVE" && campaign.deadlineAt !== null && campaign.deadlineAt.getTime() - now <= policy.cancelQueueMs;
  const sinks =
    inQueueHours &&
    !pledge.freeUntil &&
    campaign.pledgedFen >= campaign.goalFen &&
    campaign.pledgedFen - pledge.amountFen < campaign.goalFen;
  return (
    <Dialog
      intent="cancel"
      trigger={t("campaigns.pledging.page.cancel")}
      title={t("campaigns.pledging.page.cancel")}
      intro={t(`campaigns.pledging.page.${sinks ? "cancelQueue" : pledge.stoppedUntil ? "cancelStopped" : "cancelIntro"}`)}
      variant="danger"
    >
      <PostForm intent="cancel">
        <p>
          {pledge.lane === "CARD"
            ? t("campaigns.pledging.page.cancelCard")
            : t("campaigns.pledging.page.cancelWallet", { amountFen: pledge.collectedFen - pledge.refundedFen })}
        </p>
        <TextField name="reason" label={t("campaigns.pledging.page.cancelReason")} rows={2} maxLength={300} />
        <Button variant="danger" className="justify-self-start">
          {t("campaigns.pledging.page.cancelSubmit")}
        </Button>
      </PostForm>
    </Dialog>
  );
}
