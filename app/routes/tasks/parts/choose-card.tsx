import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { usePlace } from "#app/i18n/i18n.ts";
import type { BidToChoose } from "#app/tasks/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose, Stat, Stats } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { DepositChip } from "../../deposits/parts/badge.tsx";
import { ScoreRow, type Weighed } from "./score-row.tsx";
import { BidChip, OrgName, pointsText } from "./words.tsx";

type Bid = BidToChoose & { low: boolean; depositFen: bigint | null };
type Task = Weighed & { stages: readonly { ord: number; title: string }[] };

/** One bid with everything that speaks for it, and what the employer may do with it. */
export function ChooseCard({ bid, task, choosing }: { bid: Bid; task: Task; choosing: boolean }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <Card
      id={`bid-${bid.label}`}
      title={
        <span className="flex flex-wrap items-center gap-x-3">
          {bid.rank !== null && bid.qualityMilli !== null && (
            <span className="digits text-river-700">{t("tasks.score.rankNo", { rank: bid.rank })}</span>
          )}
          <Link to={`/providers/${bid.provider.id}`} className="link">
            <OrgName name={bid.provider.name} verified={bid.provider.verified} />
          </Link>
          <span className="text-sm font-normal text-muted">
            {t("tasks.bidder", { label: bid.label })} {place(bid.provider.city)}
          </span>
          {bid.depositFen !== null && <DepositChip tierFen={bid.depositFen} />}
        </span>
      }
      actions={<BidChip state={bid.state} />}
    >
      <Figures bid={bid} />
      {bid.low && <Notice tone="warn">{t("tasks.choosing.low")}</Notice>}
      <Details bid={bid} task={task} />
      {choosing && (
        <div className="flex flex-wrap items-start gap-3">
          <Dialog
            trigger={t("tasks.choosing.choose")}
            title={t("tasks.choosing.chooseTitle", { label: bid.label, name: bid.provider.name })}
            intro={t("tasks.choosing.chooseIntro")}
            variant="primary"
            intent={`award:${bid.id}`}
          >
            <PostForm intent={`award:${bid.id}`}>
              <input type="hidden" name="bidId" value={bid.id} />
              <TextField
                name="reason"
                label={t("tasks.choosing.chooseReason")}
                hint={t("tasks.choosing.chooseReasonHint")}
                rows={3}
                maxLength={500}
                required={bid.rank !== 1}
              />
              <div>
                <Button variant="primary">{t("tasks.choosing.confirm")}</Button>
              </div>
            </PostForm>
          </Dialog>
          <Dialog
            trigger={t("tasks.choosing.drop")}
            title={t("tasks.choosing.dropTitle", { label: bid.label })}
            intro={t("tasks.choosing.dropIntro")}
            variant="ghost"
            intent={`drop:${bid.id}`}
          >
            <PostForm intent={`drop:${bid.id}`}>
              <input type="hidden" name="bidId" value={bid.id} />
              <TextField name="reason" label={t("tasks.choosing.dropReason")} rows={3} maxLength={500} required />
              <div>
                <Button variant="danger">{t("tasks.choosing.drop")}</Button>
              </div>
            </PostForm>
          </Dialog>
        </div>
      )}
    </Card>
  );
}

function Figures({ bid }: { bid: Bid }) {
  const { t } = useTranslation();
  return (
    <Stats>
      <Stat
        label={t("tasks.bidding.price")}
        value={<Money fen={bid.priceFen} />}
        note={bid.taxIncluded ? t("tasks.bidding.tax") : t("tasks.bidding.noTax")}
      />
      <Stat label={t("tasks.bidding.days")} value={t("tasks.days", { count: bid.days })} />
      <Stat
        label={t("tasks.score.quality")}
        value={bid.qualityMilli === null ? "–" : pointsText(bid.qualityMilli)}
        note={bid.qualityMilli === null ? t("tasks.choosing.unscored") : undefined}
      />
      <Stat label={t("tasks.score.record")} value={pointsText(bid.recordMilli)} />
      <Stat label={t("tasks.score.total")} value={pointsText(bid.scoreMilli)} tone="ok" />
    </Stats>
  );
}

export function Details({ bid, task, scored = true }: { bid: Bid; task: Task; scored?: boolean }) {
  const { t } = useTranslation();
  const rows = bid.stages.map((stage, i) => ({ ...stage, title: task.stages[i]?.title ?? "" }));
  return (
    <>
      <details>
        <summary className="link cursor-pointer">{t("tasks.choosing.details")}</summary>
        <div className="mt-3 grid gap-4">
          <Prose text={bid.proposal} />
          <div className="overflow-hidden rounded-md border border-line">
            <Table
              rows={rows}
              rowKey={(row) => String(row.ord)}
              caption={t("tasks.bidding.plan")}
              columns={[
                { key: "stage", head: t("tasks.posting.stageTitle"), main: true, cell: (row) => `${row.ord}. ${row.title}` },
                { key: "amount", head: t("tasks.bidding.amount"), end: true, cell: (row) => <Money fen={row.amountFen} /> },
                { key: "days", head: t("tasks.bidding.stageDays"), end: true, cell: (row) => row.days },
              ]}
            />
          </div>
          <FileRows files={bid.files} />
        </div>
      </details>
      {scored && (
        <details>
          <summary className="link cursor-pointer">{t("tasks.choosing.scoreDetails")}</summary>
          <div className="mt-3 overflow-hidden rounded-md border border-line">
            <ScoreRow bid={bid} task={task} />
          </div>
        </details>
      )}
    </>
  );
}

/** Bids that cannot be chosen, or no longer: in a line each. */
export function OtherBids({ bids, task }: { bids: readonly Bid[]; task: Task }) {
  const { t } = useTranslation();
  if (bids.length === 0) return null;
  return (
    <Card title={t("tasks.choosing.others")}>
      <ul className="grid gap-4">
        {bids.map((bid) => (
          <li key={bid.id} className="grid gap-2 border-b border-line pb-4 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-center gap-x-3">
              <span className="font-medium">{t("tasks.bidder", { label: bid.label })}</span>
              <OrgName name={bid.provider.name} verified={bid.provider.verified} />
              <BidChip state={bid.state} />
              <Money fen={bid.priceFen} />
              {bid.scoreMilli !== null && (
                <span className="digits text-muted">{t("tasks.points", { points: pointsText(bid.scoreMilli) })}</span>
              )}
            </p>
            {bid.disqualifyReason && (
              <p className="text-sm text-muted">
                {bid.disqualifyReason === "fixLapsed" ? t("tasks.bidding.reasons.fixLapsed") : bid.disqualifyReason}
              </p>
            )}
            <Details bid={bid} task={task} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
