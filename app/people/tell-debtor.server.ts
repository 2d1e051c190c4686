import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** An organisation came to owe the platform money: whoever pays for it learns why, and where it is repaid. */
export async function tellDebtor(tx: Tx, { orgId, title }: { orgId: string; title: string }, debtFen: bigint, now: Date) {
  if (debtFen <= 0n) return;
  const params = { title, debtFen: String(debtFen) };
  await notifyOrg(tx, orgId, "pay:approve", { kind: "cards.notice.debtArose", params, href: `/payee?org=${orgId}#debts` }, now);
}
