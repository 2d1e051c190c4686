import { otherSide, type Side } from "#app/contracts/contract.ts";
import { type DisputeState, type Split, wishOf } from "#app/contracts/disputes/dispute.ts";

/** Whose turn a dispute is, until when, and what time does without them. The keys are messages (contracts.dispute.turn). */
export type TurnKey = "respond" | "reinstate" | "negotiate" | "propose" | "answer" | "decide" | "appeal" | "decideAppeal" | "execute";
export type Turn = {
  key: TurnKey;
  /** Sides that may still act; nobody: the platform or time alone. */
  sides: Side[];
  desk: boolean;
  at: Date;
  /** The split that time makes without them, where it makes one. */
  otherwise: Split | null;
};

type About = {
  state: DisputeState;
  side: Side;
  amountFen: bigint;
  wantedFen: bigint;
  dueAt: Date | null;
  objectUntil: Date | null;
  proposedAt: Date | null;
  employerAgrees: boolean | null;
  providerAgrees: boolean | null;
  employerWaivedAt: Date | null;
  providerWaivedAt: Date | null;
  toProviderFen: bigint | null;
  toEmployerFen: bigint | null;
};

const both: Side[] = ["EMPLOYER", "PROVIDER"];

export function disputeTurn(about: About, now: Date): Turn | null {
  const { state, dueAt } = about;
  if (!dueAt) return null;
  const other = otherSide(about.side);
  const stands = about.toProviderFen === null ? null : { toProviderFen: about.toProviderFen, toEmployerFen: about.toEmployerFen ?? 0n };
  const turn = (key: TurnKey, sides: Side[], more: Partial<Turn> = {}): Turn => ({
    key,
    sides,
    desk: false,
    at: dueAt,
    otherwise: null,
    ...more,
  });
  switch (state) {
    case "OPENED":
      return turn("respond", [other], { otherwise: wishOf(about) });
    case "DEFAULTED":
      if (about.objectUntil! > now) return turn("reinstate", [other], { at: about.objectUntil!, otherwise: stands });
      return turn("execute", [], { otherwise: stands });
    case "RESPONDED":
    case "NEGOTIATING":
      return turn("negotiate", both);
    case "MEDIATION": {
      if (!about.proposedAt) return turn("propose", [], { desk: true });
      const agrees = { EMPLOYER: about.employerAgrees, PROVIDER: about.providerAgrees };
      return turn(
        "answer",
        both.filter((side) => agrees[side] === null),
      );
    }
    case "PANEL":
      return turn("decide", [], { desk: true });
    case "DECIDED": {
      const waived = { EMPLOYER: about.employerWaivedAt, PROVIDER: about.providerWaivedAt };
      const left = both.filter((side) => !waived[side]);
      if (about.objectUntil! > now && left.length > 0) return turn("appeal", left, { at: about.objectUntil!, otherwise: stands });
      return turn("execute", [], { otherwise: stands });
    }
    case "APPEALED":
      return turn("decideAppeal", [], { desk: true });
    default:
      return turn("execute", [], { otherwise: stands });
  }
}
