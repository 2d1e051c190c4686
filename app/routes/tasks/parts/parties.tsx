import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { policy } from "#app/deposits/policy.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import type { bidderProfiles, OwnBid, offersOf } from "#app/tasks/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { DepositChip } from "../../deposits/parts/badge.tsx";
import { ScoreRow, type Weighed } from "./score-row.tsx";
import { BidChip, OrgName } from "./words.tsx";

/** The viewer's own bid on the task page: where it stands, and its score once the choice has begun. */
export function OwnBidCard({ bid, task }: { bid: OwnBid; task: Weighed & { id: string; state: string } }) {
  const { t } = useTranslation();
  const open = task.state === "OPEN" && (bid.state === "SUBMITTED" || bid.state === "NEEDS_RECONFIRM");
  const reason = bid.disqualifyReason === "fixLapsed" ? t("tasks.bidding.reasons.fixLapsed") : bid.disqualifyReason;
  return (
    <Card
      id="score"
      title={t("tasks.bidding.mine")}
      actions={
        <>
          <BidChip state={bid.state} />
          {open && (
            <ButtonLink to={`/tasks/${task.id}/bid`} size="sm">
              {t("tasks.bidding.edit")}
            </ButtonLink>
          )}
        </>
      }
    >
      <KeyValue
        pairs={[
          { label: t("tasks.bidder", { label: bid.label }), value: <When at={bid.editedAt} /> },
          { label: t("tasks.bidding.price"), value: <Money fen={bid.priceFen} strong /> },
          { label: t("tasks.bidding.days"), value: t("tasks.days", { count: bid.days }) },
          bid.score?.rank ? { label: t("tasks.score.rank"), value: t("tasks.score.rankNo", { rank: bid.score.rank }) } : null,
          reason ? { label: t("tasks.bidding.disqualified"), value: reason } : null,
        ]}
      />
      {bid.score && (
        <div className="grid gap-2">
          <p className="text-sm text-muted">
            {t("tasks.bidding.myScore")} · {t("tasks.bidding.myScoreHint")}
          </p>
          <div className="overflow-hidden rounded-md border border-line">
            <ScoreRow bid={{ ...bid.score, priceFen: bid.priceFen }} task={task} />
          </div>
        </div>
      )}
    </Card>
  );
}

/** Which numbers were offered the task, and why: the same for everybody who takes part. */
export function Offers({ offers }: { offers: Awaited<ReturnType<typeof offersOf>> }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.bidding.offers")}>
      <ol className="grid gap-3">
        {offers.map((offer) => (
          <li key={offer.id} className="grid gap-0.5">
            <p className="flex flex-wrap gap-x-3">
              <span className="font-medium">{t("tasks.bidder", { label: offer.label })}</span>
              <span className="text-muted">
                {offer.place === 0 ? t("tasks.bidding.offerPlace.choice") : t("tasks.bidding.offerPlace.standby", { n: offer.place })}
              </span>
              {offer.rank !== null && <span className="text-muted">{t("tasks.bidding.offerRank", { rank: offer.rank })}</span>}
              <span>{t(`tasks.awardState.${offer.state}`)}</span>
              <When at={offer.answeredAt ?? offer.offeredAt} className="text-sm text-muted" />
            </p>
            {offer.reason && (
              <p className="text-muted">
                {t("tasks.bidding.offerReason")}
                {t("ui.colon")}
                {offer.reason}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

type Bidder = Awaited<ReturnType<typeof bidderProfiles>>[number] & { depositFen: bigint | null };
export function Bidders({ bidders }: { bidders: readonly Bidder[] }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <Card title={t("tasks.bidding.bidders")}>
      <p className="text-sm text-muted">{t("tasks.bidding.biddersHint")}</p>
      {bidders.length === 0 ? (
        <p>{t("tasks.bidding.biddersNone")}</p>
      ) : (
        <ul className="grid gap-2 sm:grid-cols-2">
          {bidders.map((org) => (
            <li key={org.id}>
              <Link to={`/providers/${org.id}`} className="link">
                <OrgName name={org.name} verified={org.verified} />
              </Link>{" "}
              <span className="text-sm text-muted">{place(org.city)}</span>{" "}
              {org.depositFen !== null && <DepositChip tierFen={org.depositFen} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** `bond`: what is at stake, and how many have bid. */
export function CancelDialog({ bond }: { bond: { bids: number; fen: bigint } | null }) {
  const { t } = useTranslation();
  return (
    <Dialog
      trigger={t("tasks.posting.cancel")}
      title={t("tasks.posting.cancel")}
      intro={t("tasks.posting.cancelIntro")}
      variant="danger"
      intent="cancel"
    >
      {bond && bond.bids >= policy.cancelSharesFrom && (
        <Notice tone="warn">
          {t("deposits.bond.cancelCost", { count: bond.bids, halfFen: (bond.fen * policy.cancelShareBps) / 10_000n })}
        </Notice>
      )}
      <PostForm intent="cancel">
        <TextField name="reason" label={t("tasks.posting.cancelReason")} rows={3} maxLength={500} required />
        <div>
          <Button variant="danger">{t("tasks.posting.cancel")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}
