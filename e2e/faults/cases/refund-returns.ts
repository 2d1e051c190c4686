import { db } from "#app/db.server.ts";
import type { Run } from "../case.ts";
import { advance, control } from "../channel.ts";
import { quiet } from "../oracle.ts";
import { until } from "../until.ts";
import { wishes } from "../wishes/all.ts";
import { funded } from "../wishes/contracts.ts";
import { allRight, ready, wishAll } from "../wishes/everything.ts";

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
  const refunds = await place.sql<{ pspId: string; orgId: string; amountFen: string }>(
    `SELECT "pspId", "orgId", "amountFen" FROM "PspIntent" WHERE kind = 'REFUND' AND state = 'SUCCEEDED'`,
  );
  const notices = async () => (await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "Notice" WHERE kind ILIKE '%refund%'`))[0]!.n;
  const told = await notices();
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
  place.must((await notices()) > told, "nobody was told");
  await advance(place, "10m");
  await until(
    async () => (await db.pspIntent.count({ where: { kind: "REFUND", state: "SUCCEEDED" } })) >= refunds.length || "not sent again",
    60_000,
    200,
  );
  await quiet(place);
  await allRight(place, facts, "after it came back");
  return `${refunds.length} came back: owed again to the fen, told, sent once more`;
};
