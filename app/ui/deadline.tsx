import { Clock3, Hourglass, Info } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatDateTime, formatDuration, formatSecond, formatWeekday } from "#app/i18n/format.ts";
import { useLanguage } from "#app/i18n/i18n.ts";
import { useNow } from "./clock.tsx";
import { cx } from "./cx.ts";

const HOUR = 3_600_000;

/** A moment in Beijing time; `day` leaves out the hour. */
export function When({ at, day, className }: { at: Date | string; day?: boolean; className?: string }) {
  const { t } = useTranslation();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={`${formatSecond(at)} ${t("ui.time.beijing")}`}
      className={cx("whitespace-nowrap", className)}
    >
      {day ? formatDate(at) : formatDateTime(at)}
    </time>
  );
}

/** "还剩 2 天 3 小时", turning amber within a day and red within the last hour; its place keeps its width. */
export function Countdown({ at, className, passed }: { at: Date | string; className?: string; passed?: ReactNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const left = new Date(at).getTime() - useNow();
  const tone = left <= 0 ? "text-muted" : left < HOUR ? "text-danger-600" : left < 24 * HOUR ? "text-warn-600" : "text-river-700";
  return (
    <span className={cx("digits inline-block font-medium whitespace-nowrap", tone, className)}>
      {left <= 0 ? (passed ?? t("ui.time.passed")) : t("ui.time.left", { span: formatDuration(left, language) })}
    </span>
  );
}

/** When it ends and how long that is: the absolute moment first, since that is what people plan by. */
export function Deadline({ at, className, passed }: { at: Date | string; className?: string; passed?: ReactNode }) {
  const language = useLanguage();
  return (
    <span className={className}>
      <span className="whitespace-nowrap">
        <When at={at} /> <span className="text-sm text-muted">{formatWeekday(at, language)}</span>
      </span>{" "}
      <Countdown at={at} passed={passed} className="text-sm" />
    </span>
  );
}

/**
 * Whose turn it is, what to do, and what the system does by itself if nobody moves. Every page of something unfinished carries one.
 * `who`: me (act), other (wait), platform (an operator or a payment under way), none (only time moves it).
 */
export function NextMove({
  who,
  title,
  otherwise,
  at,
  children,
}: {
  who: "me" | "other" | "platform" | "none";
  title: ReactNode;
  otherwise?: ReactNode;
  at?: Date | string | null;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  // Nobody has to do anything and no time runs: it says only where things stand.
  const still = who === "none" && !at;
  const Icon = who === "me" ? Hourglass : still ? Info : Clock3;
  return (
    <section
      className={cx(
        "grid gap-3 rounded-lg border-l-4 border-y border-r px-4 py-3.5 sm:px-5",
        who === "me" ? "border-loess-200 border-l-loess-500 bg-loess-50" : "border-line border-l-edge bg-panel",
      )}
    >
      <div className="flex items-start gap-3">
        <Icon size={20} className={cx("mt-1 shrink-0", who === "me" ? "text-loess-600" : "text-muted")} aria-hidden />
        <div className="grid min-w-0 gap-1">
          {!still && <p className={cx("text-sm font-medium", who === "me" ? "text-loess-700" : "text-muted")}>{t(`ui.next.${who}`)}</p>}
          <div className="text-lg font-semibold">{title}</div>
          {(otherwise || at) && (
            <p className="text-sm text-muted">
              {otherwise}
              {at && (
                <>
                  {otherwise && " "}
                  <Deadline at={at} className="text-ink" />
                </>
              )}
            </p>
          )}
        </div>
      </div>
      {children && <div className="flex flex-wrap items-center gap-3 sm:pl-8">{children}</div>}
    </section>
  );
}
