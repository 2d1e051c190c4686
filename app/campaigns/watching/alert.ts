import { policy } from "#app/campaigns/policy.ts";
import type { AlertKind } from "#app/campaigns/watching/case.ts";

/** The numbers of a campaign in which a pattern may show. */
export type Pattern = {
  goalFen: bigint;
  pledgedFen: bigint;
  backers: number;
  /** Pledges of the creator's own side. */
  relatedFen: bigint;
  related: number;
  /** The five largest. */
  topFen: bigint;
  /** Of the pledges: how many came within the last hour from accounts less than a day old. */
  fresh: number;
  /** The most accounts less than a day old that share one card or one phone. */
  hands: number;
};
/** level is what grows: basis points, or a number of accounts. */
export type Alert = { kind: AlertKind; level: number; facts: Record<string, string | number> };

const bps = (part: bigint, of: bigint) => (of > 0n ? Number((part * 10_000n) / of) : 0);

/** What an operator should look at (RC-45 to RC-47). An alert is a question: it stops nothing by itself. */
export function alertsOf(of: Pattern): Alert[] {
  const { relatedBps, concentration, sameHands } = policy;
  const enough = of.backers >= concentration.fromBackers;
  const related = bps(of.relatedFen, of.goalFen);
  const top = bps(of.topFen, of.pledgedFen);
  const burst = bps(BigInt(of.fresh), BigInt(of.backers));
  const alerts: (Alert | false)[] = [
    related > relatedBps && { kind: "related", level: related, facts: { count: of.related, amountFen: String(of.relatedFen) } },
    enough && top > concentration.topBps && { kind: "concentration", level: top, facts: { amountFen: String(of.topFen) } },
    enough && burst > concentration.hourBps && { kind: "burst", level: burst, facts: { count: of.fresh } },
    of.hands >= sameHands && { kind: "sameHands", level: of.hands, facts: { count: of.hands } },
  ];
  return alerts.filter((alert) => alert !== false);
}
