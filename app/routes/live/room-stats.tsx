import { useTranslation } from "react-i18next";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import { Card, KeyValue, Stat } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatPoints } from "./points.ts";

/** How the room stands and what it was set to. */
export function RoomStats({ room, watchers }: { room: RoomState; watchers: number }) {
  const { t } = useTranslation();
  return (
    <Card title={t("live.stats.title")}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4">
        <Stat label={t("live.stats.bidders")} value={room.bidders} />
        <Stat label={t("live.stats.bids")} value={room.bids} />
        <Stat
          label={t("live.stats.leader")}
          value={room.leaderMilli === undefined ? t("live.stats.hidden") : formatPoints(room.leaderMilli)}
        />
        <Stat label={t("live.stats.watchers")} value={watchers} />
      </dl>
      <KeyValue
        stacked
        pairs={[
          { label: t("live.stats.budget"), value: <Money fen={room.budgetFen} /> },
          { label: t("live.stats.step"), value: <Money fen={room.minStepFen} /> },
          { label: t("live.stats.floor"), value: <Money fen={room.floorFen} /> },
          { label: t("live.stats.visibility"), value: t(`live.visibility.${room.visibility}`) },
        ]}
      />
    </Card>
  );
}
