import { useTranslation } from "react-i18next";
import type { PledgePage } from "#app/campaigns/pledging/queries.server.ts";
import type { PledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { NextMove } from "#app/ui/deadline.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Where the pledge stands, whose turn it is, and what happens by itself. */
export function PledgeMove({ pledge, rise }: { pledge: PledgePage; rise: PledgeMoney["rise"] }) {
  const { t } = useTranslation();
  const { state, claim, campaign, lane, waitsToLeave } = pledge;
  if (claim) return <ClaimMove pledge={pledge} claim={claim} />;
  if (waitsToLeave)
    return (
      <NextMove
        who="none"
        title={t("campaigns.pledging.page.waiting", { ahead: waitsToLeave.ahead })}
        otherwise={t("campaigns.pledging.page.waitingText")}
        at={campaign.deadlineAt}
      >
        <PostForm intent="stay">
          <Button variant="primary">{t("campaigns.pledging.page.stay")}</Button>
        </PostForm>
      </NextMove>
    );
  if (state === "PLEDGED") {
    const open = campaign.lifecycle === "LIVE";
    return (
      <NextMove
        who={open ? "none" : "platform"}
        title={t(lane === "CARD" ? "campaigns.pledging.page.PLEDGEDcard" : "campaigns.pledging.page.PLEDGEDwallet")}
        otherwise={t(`campaigns.pledging.page.${open ? "PLEDGEDotherwise" : pledge.stoppedUntil ? "stopped" : "settling"}`)}
        at={open ? campaign.deadlineAt : pledge.stoppedUntil}
      />
    );
  }
  if (state === "RESERVED") return null;
  if (state === "COLLECTED" && rise?.open)
    return (
      <NextMove
        who="me"
        title={t(rise.mayLeave ? "campaigns.pledging.rise.chooseLeave" : "campaigns.pledging.rise.choose")}
        otherwise={t("campaigns.pledging.rise.otherwise")}
        at={rise.untilAt}
      />
    );
  const mine = state === "ERRORED" || state === "AUTH_REQUIRED";
  const platform = state === "CHARGING" || state === "REFUNDING" || state === "DISPUTED";
  const limited = pledge.endReason === "CARD_LIMIT";
  return (
    <NextMove
      who={mine ? "me" : platform ? "platform" : "none"}
      title={t(limited ? "campaigns.pledging.page.limited" : `campaigns.pledging.page.${state}`)}
    >
      {(state === "EXPIRED" || state === "CANCELLED" || limited) && campaign.lifecycle === "LIVE" && (
        <ButtonLink to={`/campaigns/${campaign.id}/pledge`}>{t("campaigns.pledging.page.again")}</ButtonLink>
      )}
    </NextMove>
  );
}

function ClaimMove({ pledge, claim }: { pledge: PledgePage; claim: NonNullable<PledgePage["claim"]> }) {
  const { t } = useTranslation();
  const card = pledge.lane === "CARD";
  const title = !claim.change
    ? t("campaigns.pledging.page.claimTitle")
    : card
      ? t("campaigns.pledging.page.cardDue")
      : t("campaigns.pledging.page.changeDue", { amountFen: claim.dueFen });
  return (
    <NextMove
      who="me"
      title={title}
      otherwise={t(claim.change ? "campaigns.pledging.page.changeOtherwise" : "campaigns.pledging.page.claimOtherwise")}
      at={claim.untilAt}
    >
      <PostForm intent="pay" reloadDocument className="gap-1.5">
        <Button variant="live" size="lg">
          {card ? t("campaigns.pledging.page.payCard") : t("campaigns.pledging.page.payWallet", { amountFen: claim.dueFen })}
        </Button>
      </PostForm>
      {claim.mayExtend && (
        <PostForm intent="extend">
          <Button>{t("campaigns.pledging.page.extend")}</Button>
        </PostForm>
      )}
      <PostForm intent="giveUp">
        <Button variant="ghost">{t(claim.change ? "campaigns.pledging.page.dropChange" : "campaigns.pledging.page.giveUp")}</Button>
      </PostForm>
      <p className="basis-full text-sm text-muted">{t("campaigns.pledging.page.payHint")}</p>
    </NextMove>
  );
}
