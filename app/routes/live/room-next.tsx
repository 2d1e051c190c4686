import { useTranslation } from "react-i18next";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import { NextMove } from "#app/ui/deadline.tsx";

/** What happens if nobody does anything, and when. */
export function RoomNext({ room, view }: { room: RoomState; view: string }) {
  const { t } = useTranslation();
  const iso = (ms: number) => new Date(ms).toISOString();
  if (room.phase === "RUNNING") {
    const mine = view === "bidder";
    return (
      <NextMove
        who={mine ? "me" : "none"}
        title={t(mine ? "live.next.bidder" : "live.next.other")}
        otherwise={t("live.next.closes")}
        at={iso(room.endAt)}
      />
    );
  }
  if (room.phase === "PAUSED")
    return (
      <NextMove
        who="none"
        title={t("live.phase.PAUSED")}
        otherwise={t("live.next.resumes")}
        at={room.resumeAt ? iso(room.resumeAt) : null}
      />
    );
  if (room.phase === "SCHEDULED" || room.phase === "LOBBY")
    return (
      <NextMove
        who="none"
        title={t(view === "bidder" ? "live.next.bidderWaits" : "live.next.lobby")}
        otherwise={t("live.next.opens")}
        at={iso(room.startAt)}
      />
    );
  return null;
}
