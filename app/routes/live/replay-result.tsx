import { useTranslation } from "react-i18next";
import { type AuditFile, type AuditRound, standingsAfter } from "#app/tasks/live/replay.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { formatPoints } from "./points.ts";

const CHARTED = 7;

/** Where everybody stood at the end. */
export function Result({ round, name }: { round: AuditRound; name: (label: number) => string }) {
  const { t } = useTranslation();
  const opening = new Map(round.genesis.bidders.map((b) => [b.bidId, b.openingFen]));
  return (
    <Card title={t("live.replay.result")} actions={round.void && <Chip tone="warn">{t("live.replay.void")}</Chip>} flush>
      <Table
        caption={t("live.replay.result")}
        rows={standingsAfter(round, round.bids.length)}
        rowKey={(row) => row.bidId}
        columns={[
          { key: "rank", head: t("live.ladder.rank"), cell: (r) => <span className="digits">{r.rank}</span> },
          {
            key: "bidder",
            head: t("live.ladder.bidder"),
            main: true,
            cell: (r) => (
              <>
                {name(r.label)} <span className="text-sm text-muted">{t("live.ladder.label", { label: r.label })}</span>
              </>
            ),
          },
          { key: "opening", head: t("live.replay.opening"), end: true, cell: (r) => <Money fen={opening.get(r.bidId) ?? 0} /> },
          { key: "final", head: t("live.replay.final"), end: true, cell: (r) => <Money fen={r.priceFen} strong={r.rank === 1} /> },
          { key: "score", head: t("live.ladder.score"), end: true, cell: (r) => formatPoints(r.scoreMilli) },
        ]}
      />
    </Card>
  );
}

/** The prices of the best few, from their sealed bids to the end. */
export function priceSeries(round: AuditRound, file: Pick<AuditFile, "events">, name: (label: number) => string) {
  const began = file.events.find((e) => e.kind === "started" && e.round === round.round)?.at ?? round.bids[0]?.acceptedAt ?? 0;
  const ended = file.events.find((e) => (e.kind === "closed" || e.kind === "aborted") && e.round === round.round)?.at ?? began + 1;
  const best = standingsAfter(round, round.bids.length).slice(0, CHARTED);
  const opening = new Map(round.genesis.bidders.map((b) => [b.bidId, b.openingFen]));
  const series = best.map(({ bidId, label, rank }) => ({
    key: bidId,
    label: name(label),
    strong: rank === 1,
    points: [
      { at: began, y: opening.get(bidId) ?? 0 },
      ...round.bids.filter((b) => b.bidId === bidId).map((b) => ({ at: b.acceptedAt, y: b.priceFen })),
    ],
  }));
  return { series, from: began, to: Math.max(ended, began + 1000) };
}
