import { useTranslation } from "react-i18next";
import type { PledgeState } from "#app/campaigns/pledge.ts";
import { Chip } from "#app/ui/chip.tsx";
import type { Tone } from "#app/ui/notice.tsx";

const tones: Record<PledgeState, Tone> = {
  RESERVED: "warn",
  EXPIRED: "neutral",
  PLEDGED: "info",
  CANCELLED: "neutral",
  CHARGING: "info",
  COLLECTED: "ok",
  ERRORED: "danger",
  AUTH_REQUIRED: "danger",
  DROPPED: "neutral",
  RELEASED: "neutral",
  REFUNDING: "warn",
  REFUNDED: "neutral",
  DISPUTED: "danger",
  CHARGED_BACK: "neutral",
};

export function PledgeChip({ state }: { state: PledgeState }) {
  const { t } = useTranslation();
  return <Chip tone={tones[state]}>{t(`campaigns.pledge.${state}`)}</Chip>;
}
