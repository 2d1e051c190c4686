import { useTranslation } from "react-i18next";
import type { Fulfilment, Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { timeLeft } from "#app/campaigns/showing/time-left.ts";
import { formatFen } from "#app/i18n/format.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import { Chip } from "#app/ui/chip.tsx";
import { useNow } from "#app/ui/clock.tsx";
import { cx } from "#app/ui/cx.ts";
import type { Tone } from "#app/ui/notice.tsx";

/** ¥128,400 as it stands in headlines: without fen where there are none. */
export const headlineFen = (fen: bigint | number | string) => formatFen(fen).replace(/\.00$/, "");

/** A province by the first two digits of its code, and the city as addresses have it. */
export function Place({ province, city }: { province: string; city: string | null }) {
  const { t } = useTranslation();
  const placeName = usePlace();
  const name = t(`campaigns.showing.province.${province as "62"}`, { defaultValue: province });
  return <span>{city ? `${name} · ${placeName(city)}` : name}</span>;
}

const tones: Record<Lifecycle, Tone> = {
  DRAFT: "neutral",
  IN_REVIEW: "warn",
  CHANGES_REQUESTED: "warn",
  REJECTED: "danger",
  APPROVED: "info",
  PRELAUNCH: "info",
  LIVE: "live",
  SETTLING: "warn",
  SUCCESSFUL: "ok",
  FAILED: "neutral",
  CANCELLED: "neutral",
};

export function LifecycleChip({ lifecycle }: { lifecycle: Lifecycle }) {
  const { t } = useTranslation();
  return <Chip tone={tones[lifecycle]}>{t(`campaigns.lifecycle.${lifecycle}`)}</Chip>;
}

/** Only what everybody should know: that it stands still. */
export function ModerationChip({ moderation }: { moderation: Moderation }) {
  const { t } = useTranslation();
  if (moderation === "CLEAR" || moderation === "FLAGGED") return null;
  return <Chip tone="danger">{t(`campaigns.moderation.${moderation}`)}</Chip>;
}

const fulfilmentTones: Record<Fulfilment, "neutral" | "info" | "ok" | "warn" | "danger"> = {
  NOT_STARTED: "neutral",
  SURVEY: "info",
  IN_PRODUCTION: "info",
  SHIPPING: "info",
  DELIVERED: "ok",
  OVERDUE: "warn",
  DEFAULTED: "danger",
};

/** How far the promise of a funded campaign is kept. */
export function FulfilmentChip({ fulfilment }: { fulfilment: Fulfilment }) {
  const { t } = useTranslation();
  return <Chip tone={fulfilmentTones[fulfilment]}>{t(`campaigns.fulfilment.${fulfilment}`)}</Chip>;
}

/** 3 天, 40 小时, 90 分钟, 59 秒: by server time. `alone`: nothing beside it says that this much is left. */
export function TimeLeft({ at, alone, className }: { at: Date | string | number; alone?: boolean; className?: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const left = timeLeft(new Date(at).getTime() - now);
  if (!left) return <span className={className}>{t("campaigns.showing.time.over")}</span>;
  const span = t(`campaigns.showing.time.${left.unit}`, { count: left.n });
  return (
    <span className={cx("digits", left.unit !== "days" && left.unit !== "hours" && "text-danger-600", className)}>
      {alone ? t("ui.time.left", { span }) : span}
    </span>
  );
}

/** A bar that says its own number. */
export function Bar({ bps, tone, label }: { bps: number; tone: "river" | "loess"; label: string }) {
  const percent = Math.floor(bps / 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      aria-valuetext={`${percent}%`}
      className="h-2.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
    >
      <div
        className={cx("h-full rounded-full transition-[width] duration-500", tone === "river" ? "bg-river-600" : "bg-loess-500")}
        style={{ width: `${Math.min(100, bps / 100)}%` }}
      />
    </div>
  );
}
