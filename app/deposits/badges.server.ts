import { db } from "#app/db.server.ts";
import { coverFen, heldFen } from "#app/deposits/deposit.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** What everybody may know of a provider's deposit while its badge is shown. */
export type Badge = {
  tierFen: bigint;
  heldFen: bigint;
  coverFen: bigint;
  promises: ("FINISH" | "WARRANTY" | "ORIGINAL")[];
  heldAt: Date | null;
};

/** The badges of these organisations; who has none is not in it. */
export async function badgesOf(orgIds: readonly string[]): Promise<Map<string, Badge>> {
  if (orgIds.length === 0) return new Map();
  const rows = await db.deposit.findMany({ where: { kind: "PROVIDER", state: "HELD", orgId: { in: [...orgIds] } }, take: 200 });
  return new Map(
    rows.map((row) => {
      const { tierFen, promises, heldAt } = row;
      return [row.orgId, { tierFen, promises, heldAt, heldFen: heldFen(row), coverFen: coverFen(row) }];
    }),
  );
}

/** A task's bond as its page shows it: that it is paid, or what became of it. */
export async function bondShown(viewer: Viewer | null, taskId: string) {
  const bond = await db.deposit.findFirst({
    where: { taskId, kind: "INTENT", paidFen: { gt: 0 } },
    orderBy: { id: "desc" },
    select: { state: true, orgId: true, paidFen: true, returnedFen: true, forfeitedFen: true, chargedBackFen: true, endReason: true },
  });
  if (!bond) return null;
  const held = bond.state === "HELD";
  // Why it went back while nobody had seen the task is the employer's own matter.
  if (!held && (bond.endReason === "unwanted" || bond.endReason === "idle") && !belongs(viewer, bond.orgId)) return null;
  return { held, amountFen: held ? heldFen(bond) : bond.paidFen, forfeitedFen: bond.forfeitedFen, endReason: bond.endReason };
}
export type BondShown = NonNullable<Awaited<ReturnType<typeof bondShown>>>;
