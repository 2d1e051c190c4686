import { db } from "#app/db.server.ts";
import { openIntents, type Wish } from "#app/payments/open-intent.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock, recordTransitions } from "#app/transition.server.ts";

/** So many cards become intents by one transaction, so many of these follow one another for a campaign, and so many campaigns. */
const BATCH = 100;
const BATCHES = 5;
const CAMPAIGNS = 50;

type DuePledge = {
  id: string;
  campaignId: string;
  orgId: string;
  state: "PLEDGED" | "ERRORED";
  amountFen: bigint;
  customerId: string;
  paymentMethodId: string;
  versionId: string;
  nextAttemptAt: Date;
};
type Charged = Omit<DuePledge, "state" | "nextAttemptAt">;
/** How far a campaign's due pledges were gone through. */
type Place = { at: Date; id: string };

/** Every card whose attempt is due is charged: its pledge moves to CHARGING and its intent is committed; the queue sends it. */
export async function chargePledges(now: Date): Promise<number> {
  let done = 0;
  for (const { id } of await chargeableCampaigns(now)) done += await chargeCampaign(id);
  return done;
}

const chargeableCampaigns = (now: Date) => db.$queryRaw<{ id: string }[]>`
  SELECT c.id FROM "Campaign" c
   WHERE c.lifecycle = 'SUCCESSFUL' AND c.collection IN ('CHARGING', 'RETRY_WINDOW') AND c.moderation NOT IN ('SUSPENDED', 'PURGED')
     AND EXISTS (SELECT FROM "Pledge" p WHERE p."campaignId" = c.id AND p.state IN ('PLEDGED', 'ERRORED') AND p."nextAttemptAt" <= ${now})
   ORDER BY c."settledAt" LIMIT ${CAMPAIGNS}`;

async function chargeCampaign(campaignId: string): Promise<number> {
  let done = 0;
  // Pledges whose backer is paying on a page stay where they are, and are passed by.
  let after: Place = { at: new Date(0), id: "00000000-0000-0000-0000-000000000000" };
  for (let i = 0; i < BATCHES; i++) {
    const { seen, charged, last } = await transact((tx) => chargeSome(tx, campaignId, after));
    done += charged;
    if (!last || seen < BATCH) break;
    after = { at: last.nextAttemptAt, id: last.id };
  }
  return done;
}

/** The campaign is asked again by each batch: operators may have stopped it meanwhile. */
async function chargeSome(tx: Tx, campaignId: string, after: Place) {
  const now = await appNow(tx);
  const due = await tx.$queryRaw<DuePledge[]>`
    SELECT p.id, p."campaignId", p."orgId", p.state, p."amountFen", p."customerId", p."paymentMethodId", p."nextAttemptAt", v.id AS "versionId"
      FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT'
     WHERE p."campaignId" = ${campaignId}::uuid AND p.state IN ('PLEDGED', 'ERRORED') AND p."nextAttemptAt" <= ${now} AND p.lane = 'CARD'
       AND (p."nextAttemptAt", p.id) > (${after.at}, ${after.id}::uuid)
       AND (SELECT c.lifecycle = 'SUCCESSFUL' AND c.collection IN ('CHARGING', 'RETRY_WINDOW') AND c.moderation NOT IN ('SUSPENDED', 'PURGED')
              FROM "Campaign" c WHERE c.id = ${campaignId}::uuid)
     ORDER BY p."nextAttemptAt", p.id LIMIT ${BATCH} FOR UPDATE OF p SKIP LOCKED`;
  // Looked at under the locks: a backer may have opened a page.
  const paying = await payingVersions(tx, due);
  const free = due.filter(({ versionId }) => !paying.has(versionId));
  for (const state of ["PLEDGED", "ERRORED"] as const) {
    const some = free.filter((pledge) => pledge.state === state);
    await beginCharges(tx, some, state, byClock, now);
  }
  return { seen: due.length, charged: free.length, last: due.at(-1) };
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
  pledges: readonly Charged[],
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
  await openIntents(tx, pledges.map(chargeOf), now);
}

function chargeOf({ id, campaignId, orgId, amountFen, customerId, paymentMethodId, versionId }: Charged): Wish {
  const params = { transferGroup: `campaign_${campaignId}`, customerId, paymentMethodId, lot: { refType: "pledge", refId: id } };
  return { kind: "CHARGE", purpose: "collect-pledge", refType: "pledgeVersion", refId: versionId, orgId, amountFen, params };
}
