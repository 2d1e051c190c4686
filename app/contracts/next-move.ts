import { type ContractState, otherSide, type Side } from "#app/contracts/contract.ts";
import { type MilestoneState, milestoneFlow, restFen } from "#app/contracts/milestones/milestone.ts";
import { policy } from "#app/contracts/policy.ts";
import { allows } from "#app/flow.ts";

/** Whose turn it is on a contract, what for, and when time decides without them. The keys are messages (contracts.next). */
export type MoveKey =
  | "sign"
  | "fund"
  | "fundNext"
  | "fundPaused"
  | "start"
  | "deliver"
  | "redeliver"
  | "accept"
  | "answerRefund"
  | "answerChange"
  | "payRaise"
  | "stateDone"
  | "answerEnding"
  | "payee"
  | "respondDispute"
  | "cooling"
  | "frozen"
  | "releasing"
  | "refunding"
  | "settling";
export type NextStep = { key: MoveKey; turn: Side | null; at: Date | null; stage: string };

type Stage = {
  title: string;
  state: MilestoneState;
  amountFen: bigint;
  releasedFen: bigint;
  refundedFen: bigint;
  disputedFen: bigint;
  cardFrozenFen: bigint;
  fundBy: Date | null;
  fundedAt: Date | null;
  dueAt: Date | null;
  acceptBy: Date | null;
  changesDueAt: Date | null;
  coolingUntilAt: Date | null;
  refunds: readonly { side: Side; state?: string }[];
  disputes?: readonly { side: Side; state: string; dueAt: Date | null }[];
};
type About = {
  state: ContractState;
  signBy: Date;
  fundBy: Date | null;
  signatures: readonly { side: Side }[];
  stages: readonly Stage[];
  payeeReady?: boolean;
  waitingForPayee?: boolean;
  changes?: readonly { state: string; turn: Side; answerBy: Date; payBy: Date | null }[];
  endings?: readonly { state: string; answerBy: Date }[];
};

/** The one that most wants an answer comes first. */
const order: MilestoneState[] = [
  "SUBMITTED",
  "CHANGES_REQUESTED",
  "WORKING",
  "FUNDED",
  "AWAITING_FUNDING",
  "ACCEPTED",
  "RELEASING",
  "REFUNDING",
];

export function nextMove(about: About, me: Side | null): NextStep | null {
  if (about.state === "COMPLETED" || about.state === "TERMINATED") return null;
  if (about.state === "SENT") {
    const missing = (["EMPLOYER", "PROVIDER"] as const).filter((side) => !about.signatures.some((s) => s.side === side));
    return { key: "sign", turn: me && missing.includes(me) ? me : (missing[0] ?? null), at: about.signBy, stage: "" };
  }
  const proposal = about.stages
    .filter((s) => allows<MilestoneState>(milestoneFlow, "answerRefund", s.state))
    .flatMap((s) => s.refunds.filter((r) => !r.state || r.state === "PROPOSED").map((r) => ({ r, s })))[0];
  if (proposal && proposal.r.side !== me)
    return { key: "answerRefund", turn: proposal.r.side === "EMPLOYER" ? "PROVIDER" : "EMPLOYER", at: null, stage: proposal.s.title };
  const claim = about.stages.flatMap((s) =>
    (s.disputes ?? []).filter((d) => d.state === "OPENED" && d.side !== me).map((d) => ({ d, s })),
  )[0];
  if (claim && me) return { key: "respondDispute", turn: otherSide(claim.d.side), at: claim.d.dueAt, stage: claim.s.title };
  const agreement = ofAgreement(about, me);
  if (agreement) return agreement;
  if (about.waitingForPayee && me === "PROVIDER") return { key: "payee", turn: "PROVIDER", at: null, stage: "" };
  for (const state of order) {
    const stage = about.stages.find((s) => s.state === state);
    if (stage) return ofStage(about, stage);
  }
  return { key: "settling", turn: null, at: null, stage: "" };
}

/** An ending or a change of the contract waits for this side; whoever waits for the other side goes on with the stage. */
function ofAgreement({ endings = [], changes = [] }: About, me: Side | null): NextStep | null {
  for (const { state, answerBy } of endings) {
    if (state === "ASKED" && me === "PROVIDER") return { key: "stateDone", turn: me, at: answerBy, stage: "" };
    if (state === "STATED" && me === "EMPLOYER") return { key: "answerEnding", turn: me, at: answerBy, stage: "" };
  }
  for (const { state, turn, answerBy, payBy } of changes) {
    if ((state === "PROPOSED" || state === "COUNTERED") && turn === me) return { key: "answerChange", turn: me, at: answerBy, stage: "" };
    if (state === "FUNDING" && me === "EMPLOYER") return { key: "payRaise", turn: me, at: payBy, stage: "" };
  }
  return null;
}

function ofStage(about: About, stage: Stage): NextStep {
  const step = (key: MoveKey, turn: Side | null, at: Date | null): NextStep => ({ key, turn, at, stage: stage.title });
  switch (stage.state) {
    case "AWAITING_FUNDING":
      return step(
        about.state === "SIGNED" ? "fund" : about.state === "PAUSED" ? "fundPaused" : "fundNext",
        "EMPLOYER",
        about.state === "PAUSED" ? null : stage.fundBy,
      );
    case "FUNDED":
      return step("start", "PROVIDER", stage.fundedAt && new Date(stage.fundedAt.getTime() + policy.autoStartMs));
    case "WORKING":
      return step("deliver", "PROVIDER", stage.dueAt);
    case "SUBMITTED":
      return step("accept", "EMPLOYER", restFen(stage) > 0n ? stage.acceptBy : null);
    case "CHANGES_REQUESTED":
      return step("redeliver", "PROVIDER", stage.changesDueAt);
    case "ACCEPTED":
      return restFen(stage) > 0n ? step("cooling", null, stage.coolingUntilAt) : step("frozen", null, null);
    case "REFUNDING":
      return step(stage.disputedFen + stage.cardFrozenFen > 0n ? "frozen" : "refunding", null, null);
    default:
      return step(stage.disputedFen + stage.cardFrozenFen > 0n ? "frozen" : "releasing", null, null);
  }
}
