import { db } from "#app/db.server.ts";
import { tellDebts } from "#app/debts/tell.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { orgNames } from "#app/people/queries.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** An operator lets a stuck part of pay be sent again, after what hindered it is mended. */
export async function retryReturned(viewer: Viewer, returnedId: string): Promise<void> {
  await transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const row = await tx.returnedPay.findUnique({ where: { id: returnedId }, select: { orgId: true } });
    if (!row) throw new Refusal("notFound");
    const { count } = await tx.returnedPay.updateMany({ where: { id: returnedId, state: "STUCK" }, data: { state: "READY" } });
    if (count === 0) throw new Refusal("wrongState");
    await operatorAct(tx, viewer, { act: "retryReturned", subject: { type: "returnedPay", id: returnedId } }, await appNow(tx));
    tellDebts(tx, row.orgId);
  });
}

/** Parts of pay that no further try will move by itself, for operators to choose from. */
export async function stuckReturned() {
  const rows = await db.returnedPay.findMany({
    where: { state: "STUCK" },
    orderBy: { id: "asc" },
    take: 50,
    select: { id: true, orgId: true, amountFen: true, keptFen: true, lastError: true, createdAt: true },
  });
  const names = await orgNames(rows.map((row) => row.orgId));
  return rows.map(({ orgId, keptFen, ...row }) => ({ ...row, amountFen: row.amountFen - keptFen, payee: names.get(orgId) }));
}
