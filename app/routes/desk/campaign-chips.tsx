import { useTranslation } from "react-i18next";
import type { Moderation } from "#app/campaigns/campaign.ts";
import { Chip } from "#app/ui/chip.tsx";

/** For operators: also says what the public does not see. Of a campaign with which nothing is wrong it says nothing. */
export function ModerationChip({ moderation }: { moderation: Moderation }) {
  const { t } = useTranslation();
  if (moderation === "CLEAR") return null;
  return <Chip tone={moderation === "FLAGGED" ? "warn" : "danger"}>{t(`campaigns.moderation.${moderation}`)}</Chip>;
}
