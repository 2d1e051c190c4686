import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { addAllocatedLot, leftFen, takeFromLots } from "#app/payments/lots.server.ts";
import { person } from "#app/people/fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";

const EACH = 1_000n;

test("of thirty-six takers at once each has its own fen: three charges give what they hold, and who comes last gets nothing", async () => {
  const [milestoneId, { orgId: creatorId }] = [randomUUID(), await person()];
  await transact(async (tx) => {
    for (let i = 0; i < 3; i++)
      await addAllocatedLot(tx, { milestoneId, creatorId, amountFen: EACH, allocationId: randomUUID() }, await appNow(tx));
  });
  const take = (kind: "transfer" | "refund") => transact((tx) => takeFromLots(tx, "milestone", milestoneId, 90n, kind));
  const results = await Promise.allSettled(Array.from({ length: 36 }, (_, i) => take(i % 2 === 0 ? "transfer" : "refund")));
  const got = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const refused = results.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  // Thirty-three sums of 90 fit into three thousand; a charge's last fen and the next one's first make one of them.
  expect([got.length, refused.length]).toEqual([33, 3]);
  for (const reason of refused) expect(reason).toContain("lack 60 fen");
  for (const parts of got) expect(parts.reduce((fen, part) => fen + part.amountFen, 0n)).toBe(90n);
  const lots = await db.fundingLot.findMany({ where: { refId: milestoneId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const given = (chargeId: string) => got.flat().reduce((fen, part) => (part.chargeId === chargeId ? fen + part.amountFen : fen), 0n);
  expect(lots.map((lot) => [given(lot.chargeId), leftFen(lot)])).toEqual([
    [EACH, 0n],
    [EACH, 0n],
    [EACH - 30n, 30n],
  ]);
});
