import { db } from "#app/db.server.ts";
import type { Run } from "../case.ts";
import { advance, control } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { funded } from "../wishes/contracts.ts";
import { allRight, ready, wishAll } from "../wishes/everything.ts";

/** What its owner hears of each kind that comes back. */
const NOTICE: Record<string, string> = {
  "refund-milestone": "contracts.notice.refundFailed",
  "refund-pledge": "campaigns.notice.refundCameBack",
  "refund-deposit": "deposits.notice.refundCameBack",
  "refund-debt": "cards.notice.debtBackReturned",
};

/** A refund that had arrived comes back: it is owed again, its owner is told, and it is sent once more. */
export const run: Run = async (place) => {
  await place.startApp();
  // The channel keeps its fee of what is refunded: other people's money must lie there, or the last fen are missing.
  await funded(place);
  const facts = await ready(
    place,
    wishes.filter(({ kind }) => kind === "REFUND"),
  );
  await wishAll(facts);
  await quiet(place);
  await allRight(place, facts, "before it came back");
  const refunds = await place.sql<{ pspId: string; orgId: string; purpose: string; amountFen: string }>(
    `SELECT "pspId", "orgId", purpose, "amountFen" FROM "PspIntent" WHERE kind = 'REFUND' AND state = 'SUCCEEDED'`,
  );
  /** How often each refund's own owner has heard of it by now. */
  const told = () =>
    Promise.all(
      refunds.map(({ orgId, purpose, amountFen }) =>
        db.notice.count({
          where: {
            kind: NOTICE[purpose] ?? `nobody says it of ${purpose}`,
            params: { path: ["amountFen"], equals: amountFen },
            user: { memberships: { some: { orgId } } },
          },
        }),
      ),
    );
  const before = await told();
  const once = async (when: string) => {
    const now = await told();
    for (const [i, { purpose, amountFen }] of refunds.entries())
      place.must(now[i]! === before[i]! + 1, `${when}: of ${purpose} of ${amountFen} fen its owner heard ${now[i]! - before[i]!} times`);
  };
  for (const { pspId } of refunds) await control(place, "POST", "refunds/fail", { refund: pspId });
  await until(
    async () =>
      (await db.pspIntent.count({ where: { kind: "REFUND", state: "FAILED" } })) >= refunds.length || "the product does not know yet",
    30_000,
  );
  const [owed] = await place.sql<{ fen: string }>(
    `SELECT coalesce(sum(b."creditFen" - b."debitFen"), 0) AS fen FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id WHERE a.key LIKE 'refund:payable:%'`,
  );
  const expected = refunds.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n);
  place.must(BigInt(owed!.fen) === expected, `${owed!.fen} fen are owed again, not ${expected}`);
  await once("when it came back");
  await advance(place, "10m");
  await until(
    async () => (await db.pspIntent.count({ where: { kind: "REFUND", state: "SUCCEEDED" } })) >= refunds.length || "not sent again",
    60_000,
    200,
  );
  await quiet(place);
  await allRight(place, facts, "after it came back");
  await once("in the end");
  return `${refunds.length} came back: owed again to the fen, told, sent once more`;
};
