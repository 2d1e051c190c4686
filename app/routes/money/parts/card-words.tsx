import { useTranslation } from "react-i18next";
import { Chip } from "#app/ui/chip.tsx";
import type { CardDisputeState } from "../../../../generated/prisma/enums.ts";

const tones = { INQUIRY: "warn", OPEN: "danger", WON: "ok", LOST: "neutral", CLOSED: "neutral", PARKED: "warn" } as const;

export function CardDisputeChip({ state }: { state: CardDisputeState }) {
  const { t } = useTranslation();
  return <Chip tone={tones[state]}>{t(`cards.state.${state}`)}</Chip>;
}

/** Why the card's holder took the payment back; the bank has more words than are told apart here. */
export function useReason() {
  const { t } = useTranslation();
  const known = [
    "fraudulent",
    "product_not_received",
    "product_unacceptable",
    "duplicate",
    "credit_not_processed",
    "unrecognized",
  ] as const;
  return (reason: string) => t(`cards.reason.${known.find((one) => one === reason) ?? "general"}`);
}

const states = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "won",
  "lost",
  "prevented",
] as const;
export function useBankState() {
  const { t } = useTranslation();
  return (state: string) => t(`cards.bank.${states.find((one) => one === state) ?? "unknown"}`);
}
