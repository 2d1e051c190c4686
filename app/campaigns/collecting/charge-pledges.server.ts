import { openIntent } from "#app/payments/open-intent.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock, recordTransitions } from "#app/transition.server.ts";

/** So many cards become intents by one transaction, and so many of these follow one another at most. */
const BATCH = 20;
const BATCHES = 25;

type DuePledge = {
  id: string;
  campaignId: string;
  orgId: string;
  state: "PLEDGED" | "ERRORED";
  amountFen: bigint;
  customerId: string;
  paymentMethodId: string;
  versionId: string;
};

/** Every card whose attempt is due is charged: its pledge moves to CHARGING and its intent is committed; the queue sends it. */
export async function chargePledges(): Promise<number> {
  let done = 0;
  for (let i = 0; i < BATCHES; i++) {
    const some = await transact(chargeSome);
    done += some;
    if (some < BATCH) break;
  }
  return done;
}

async function chargeSome(tx: Tx): Promise<number> {
  const now = await appNow(tx);
  const due = await tx.$queryRaw<DuePledge[]>`
    SELECT p.id, p."campaignId", p."orgId", p.state, p."amountFen", p."customerId", p."paymentMethodId", v.id AS "versionId"
      FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "Campaign" c ON c.id = p."campaignId"
     WHERE p.state IN ('PLEDGED', 'ERRORED') AND p."nextAttemptAt" <= ${now} AND p.lane = 'CARD'
       AND c.lifecycle = 'SUCCESSFUL' AND c.collection IN ('CHARGING', 'RETRY_WINDOW') AND c.moderation NOT IN ('SUSPENDED', 'PURGED')
       AND NOT EXISTS (SELECT FROM "PspIntent" i WHERE i.purpose = 'collect-pledge' AND i."refType" = 'pledgeVersion' AND i."refId" = v.id AND i.state <> 'FAILED')
     ORDER BY p."nextAttemptAt", p.id LIMIT ${BATCH} FOR UPDATE OF p SKIP LOCKED`;
  // Looked at again under the locks: a backer may have opened a page at this moment.
  const paying = await payingVersions(tx, due);
  const free = due.filter(({ versionId }) => !paying.has(versionId));
  for (const state of ["PLEDGED", "ERRORED"] as const) {
    const some = free.filter((pledge) => pledge.state === state);
    await beginCharges(tx, some, state, byClock, now);
  }
  return due.length;
}

/** Versions whose payment is under way. */
async function payingVersions(tx: Tx, due: readonly { versionId: string }[]): Promise<Set<string>> {
  const refId = { in: due.map(({ versionId }) => versionId) };
  const where = { purpose: "collect-pledge", refType: "pledgeVersion", refId, state: { not: "FAILED" } } as const;
  const live = await tx.pspIntent.findMany({ where, select: { refId: true } });
  return new Set(live.map((intent) => intent.refId));
}

/** The caller holds the pledges' locks and has seen that nothing else collects them. */
export async function beginCharges(
  tx: Tx,
  pledges: readonly Omit<DuePledge, "state">[],
  from: "PLEDGED" | "ERRORED" | "AUTH_REQUIRED",
  actor: Actor,
  now: Date,
) {
  if (pledges.length === 0) return;
  const ids = pledges.map(({ id }) => id);
  await tx.pledge.updateMany({
    where: { id: { in: ids }, state: from },
    data: { state: "CHARGING", nextAttemptAt: null, attempts: { increment: 1 } },
  });
  await recordTransitions(tx, ids, { entity: "pledge", from, to: "CHARGING", verb: "chargePledge", actor }, now);
  for (const { id, campaignId, orgId, amountFen, customerId, paymentMethodId, versionId } of pledges) {
    const params = { transferGroup: `campaign_${campaignId}`, customerId, paymentMethodId, lot: { refType: "pledge", refId: id } };
    const about = { purpose: "collect-pledge", refType: "pledgeVersion", refId: versionId, orgId, amountFen };
    await openIntent(tx, { kind: "CHARGE", ...about, params }, now);
  }
}
