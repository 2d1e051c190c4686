import { useTranslation } from "react-i18next";
import { Chip } from "#app/ui/chip.tsx";
import type { ClaimState, DepositState } from "../../../../generated/prisma/enums.ts";

const claimTones = { OPEN: "warn", HEARD: "info", PAID: "ok", REFUSED: "neutral", WITHDRAWN: "neutral" } as const;
export function ClaimChip({ state }: { state: ClaimState }) {
  const { t } = useTranslation();
  return <Chip tone={claimTones[state]}>{t(`deposits.claim.state.${state}`)}</Chip>;
}

const tones = { AWAITING: "neutral", HELD: "ok", LAPSED: "warn", LEAVING: "info", CLOSED: "neutral" } as const;
export function DepositStateChip({ state }: { state: DepositState }) {
  const { t } = useTranslation();
  return <Chip tone={tones[state]}>{t(`deposits.state.${state}`)}</Chip>;
}
