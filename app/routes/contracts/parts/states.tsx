import { useTranslation } from "react-i18next";
import type { ContractState } from "#app/contracts/contract.ts";
import type { MilestoneState } from "#app/contracts/milestones/milestone.ts";
import { Chip } from "#app/ui/chip.tsx";
import type { Tone } from "#app/ui/notice.tsx";

const contractTones: Record<ContractState, Tone> = {
  SENT: "warn",
  SIGNED: "warn",
  ACTIVE: "info",
  PAUSED: "danger",
  COMPLETED: "ok",
  TERMINATED: "neutral",
};
const stageTones: Record<MilestoneState, Tone> = {
  PLANNED: "neutral",
  AWAITING_FUNDING: "warn",
  FUNDED: "info",
  WORKING: "info",
  SUBMITTED: "warn",
  CHANGES_REQUESTED: "warn",
  ACCEPTED: "ok",
  RELEASING: "ok",
  RELEASED: "ok",
  REFUNDING: "neutral",
  REFUNDED: "neutral",
  CANCELLED: "neutral",
};

export function ContractChip({ state }: { state: ContractState }) {
  const { t } = useTranslation();
  return <Chip tone={contractTones[state]}>{t(`contracts.state.${state}`)}</Chip>;
}
export function StageChip({ state }: { state: MilestoneState }) {
  const { t } = useTranslation();
  return <Chip tone={stageTones[state]}>{t(`contracts.stage.${state}`)}</Chip>;
}
