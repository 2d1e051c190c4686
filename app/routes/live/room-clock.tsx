import { useTranslation } from "react-i18next";
import { formatClock, formatDuration } from "#app/i18n/format.ts";
import { useLanguage } from "#app/i18n/i18n.ts";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import { Chip } from "#app/ui/chip.tsx";
import { useNow } from "#app/ui/clock.tsx";
import { cx } from "#app/ui/cx.ts";
import { When } from "#app/ui/deadline.tsx";
import type { Tone } from "#app/ui/notice.tsx";
import { formatLeft } from "./points.ts";

export const phaseTone: Record<RoomState["phase"], Tone> = {
  SCHEDULED: "neutral",
  LOBBY: "info",
  RUNNING: "live",
  PAUSED: "warn",
  CLOSED: "ok",
  ABORTED: "danger",
};
const DAY = 24 * 3_600_000;

/** What the clock counts to, and what is left of it. */
function target(room: RoomState, now: number) {
  if (room.phase === "SCHEDULED" || room.phase === "LOBBY") return { key: "toStart", left: room.startAt - now } as const;
  if (room.phase === "PAUSED") return { key: "toResume", left: (room.resumeAt ?? now) - now } as const;
  if (room.phase === "RUNNING") return { key: "toEnd", left: room.endAt - now } as const;
  return { key: "ended", left: 0 } as const;
}

/** The room's clock: the one thing everybody looks at. Every line of it is always there, so nothing moves when its words change. */
export function RoomClock({ room }: { room: RoomState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { key, left } = target(room, now);
  const soft = room.phase === "RUNNING" && left <= room.softWindowMs;
  const settled = key === "ended";
  return (
    <section
      aria-label={t(`live.clock.${key}`)}
      className={cx(
        "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-lg border px-4 py-4 shadow-panel sm:px-6",
        soft ? "border-loess-500 bg-loess-50" : room.phase === "PAUSED" ? "border-warn-200 bg-warn-50" : "border-line bg-panel",
      )}
    >
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Chip tone={phaseTone[room.phase]}>{t(`live.phase.${room.phase}`)}</Chip>
          <span className="text-sm text-muted">
            <Moment room={room} />
          </span>
        </div>
        {!settled && (
          <p className={cx("text-sm", soft ? "font-medium text-loess-700" : "text-muted")}>
            {t("live.clock.soft", { minutes: Math.round(room.softWindowMs / 60_000) })}
          </p>
        )}
        <p className="text-sm text-muted">
          {room.extensions > 0
            ? t("live.clock.extended", { count: room.extensions, max: room.maxExtensions })
            : t(settled ? "live.clock.neverExtended" : "live.clock.notExtended")}
          {!settled && ` · ${t("live.clock.hard", { at: formatClock(room.hardEndAt) })}`}
        </p>
      </div>
      <div className="text-right">
        <p className="text-sm text-muted">{t(`live.clock.${key}`)}</p>
        <p
          role="timer"
          className={cx(
            "digits text-3xl leading-tight font-semibold whitespace-nowrap sm:text-4xl",
            settled ? "text-muted" : soft ? "text-loess-700" : "text-ink",
          )}
        >
          {settled
            ? "00:00"
            : left <= 0
              ? t(key === "toEnd" ? "live.clock.closing" : "live.clock.waiting")
              : left > DAY
                ? formatDuration(left, language)
                : formatLeft(left)}
        </p>
      </div>
    </section>
  );
}

function Moment({ room }: { room: RoomState }) {
  const { t } = useTranslation();
  if (room.phase === "SCHEDULED" || room.phase === "LOBBY")
    return <>{t("live.clock.startsAt", { at: new Date(room.startAt).toISOString() })}</>;
  if (room.phase === "PAUSED" && room.resumeAt) return <>{t("live.clock.resumesAt", { at: formatClock(room.resumeAt) })}</>;
  if (room.phase === "CLOSED") return <When at={new Date(room.endAt).toISOString()} />;
  return <>{t("live.clock.endsAt", { at: formatClock(room.endAt) })}</>;
}
