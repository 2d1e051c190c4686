import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BidState } from "#app/tasks/bid.ts";
import { type Category, categories, groupOf, groups } from "#app/tasks/categories.ts";
import type { Phase, TaskKind } from "#app/tasks/task.ts";
import { Chip } from "#app/ui/chip.tsx";
import type { Tone } from "#app/ui/notice.tsx";

const phaseTones: Record<Phase, Tone> = {
  DRAFT: "neutral",
  IN_REVIEW: "info",
  REJECTED: "danger",
  OPEN: "ok",
  QUALIFYING: "info",
  LIVE: "live",
  SELECTION: "warn",
  AWARD_PENDING: "warn",
  CONTRACTING: "info",
  IN_PROGRESS: "info",
  COMPLETED: "ok",
  TERMINATED: "neutral",
  SUSPENDED: "danger",
  CANCELLED: "neutral",
  FAILED: "neutral",
};
export function PhaseChip({ phase }: { phase: Phase }) {
  const { t } = useTranslation();
  return <Chip tone={phaseTones[phase]}>{t(`tasks.phase.${phase}`)}</Chip>;
}

export function KindChip({ kind }: { kind: TaskKind }) {
  const { t } = useTranslation();
  return kind === "TENDER_LIVE" ? <Chip tone="warn">{t("tasks.kindShort.TENDER_LIVE")}</Chip> : null;
}

const bidTones: Record<BidState, Tone> = {
  SUBMITTED: "info",
  NEEDS_RECONFIRM: "warn",
  WITHDRAWN: "neutral",
  DISQUALIFIED: "danger",
  QUALIFIED: "ok",
  AWARDED: "ok",
  STANDBY: "warn",
  NOT_SELECTED: "neutral",
  LAPSED: "neutral",
  DECLINED: "neutral",
};
export function BidChip({ state }: { state: BidState }) {
  const { t } = useTranslation();
  return <Chip tone={bidTones[state]}>{t(`tasks.bidState.${state}`)}</Chip>;
}

/** "品牌与设计 · 标志设计" */
export function useCategoryName() {
  const { t } = useTranslation();
  return (code: string, { short = false } = {}) => {
    const leaf = t(`tasks.category.${code as Category}` as "tasks.category.design.logo");
    return short ? leaf : `${t(`tasks.group.${groupOf(code) as "design"}`)} · ${leaf}`;
  };
}

/** Every category under its group; with `whole`, each group can be chosen as a whole too. */
export function useCategoryOptions({ whole = false } = {}) {
  const { t } = useTranslation();
  const name = useCategoryName();
  return groups.flatMap((group) => {
    const title = t(`tasks.group.${group}`);
    const leaves = categories[group].map((leaf) => ({
      value: `${group}.${leaf}`,
      label: name(`${group}.${leaf}`, { short: true }),
      group: title,
    }));
    return whole ? [{ value: group as string, label: t("tasks.market.wholeGroup", { group: title }), group: title }, ...leaves] : leaves;
  });
}

/** An organisation's name with its mark of verification. */
export function OrgName({ name, verified }: { name: string; verified: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1">
      <span className="truncate">{name}</span>
      {verified && <BadgeCheck size={15} className="shrink-0 text-ok-600" role="img" aria-label={t("tasks.verified")} />}
    </span>
  );
}

/** 78285 → "78.29": points of a score in milli. */
export const pointsText = (milli: number | null | undefined) => (milli === null || milli === undefined ? "–" : (milli / 1000).toFixed(2));
