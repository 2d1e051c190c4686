import type { LockedContract } from "#app/contracts/lock.server.ts";
import { remit } from "#app/contracts/settlement/remit.server.ts";
import { refundDecided } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import type { Intent } from "#app/payments/purpose.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Late = { contract: LockedContract; milestoneId: string; intent: Pick<Intent, "id" | "amountFen">; lotId: string | undefined };

/** A payment that nothing waits for any more goes back as it came, out of its own charge, whatever funds the stage meanwhile. */
export async function refundLate(tx: Tx, { contract, milestoneId, intent, lotId }: Late, now: Date) {
  const { amountFen } = intent;
  await post(tx, refundDecided({ key: `refund:late:${intent.id}`, milestoneId, orgId: contract.employerId, amountFen }), now);
  const parts = await takeFromLots(tx, "milestone", milestoneId, amountFen, "refund", lotId);
  await remit(tx, { kind: "REFUND", contract, milestoneId, orgId: contract.employerId }, parts, now);
  const params = { title: contract.title, amountFen: String(amountFen) };
  const href = `/contracts/${contract.id}`;
  await notifyOrg(tx, contract.employerId, "pay:approve", { kind: "contracts.notice.paidLate", params, href }, now);
}
