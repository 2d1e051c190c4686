import { cardDisputes } from "#app/card-disputes.server.ts";
import { stageCase } from "#app/contracts/card-disputes/evidence.server.ts";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { keepAnswer, sendAnswer } from "#app/payments/answer-card-dispute.server.ts";
import { refreshCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import { transact } from "#app/transact.server.ts";
import type { Town } from "./make-people.ts";
import type { Timeline } from "./timeline.ts";

/**
 * Card payments of the town that their payers' banks ask about: one lost after the release, one won, one that waits for its answer, and a
 * standing deposit.
 */
export function disputeCards(town: Town, line: Timeline) {
  line.at(-9, async () => {
    const lost = await released();
    if (lost) await decided(await opened(lost.chargeId, "product_unacceptable"), "lost");
  });
  line.at(-6, async () => {
    const charge = await unreleased();
    if (!charge) return;
    const id = await opened(charge.chargeId, "product_not_received");
    await answer(town, charge.milestoneId);
    line.at(-1.5, () => decided(id, "won"));
  });
  line.at(-0.5, async () => {
    const charge = await unreleased();
    if (charge) await opened(charge.chargeId, "fraudulent");
  });
  line.at(-0.4, async () => {
    const charge = await deposited();
    if (charge) await opened(charge.chargeId, "general");
  });
}

type Found = { chargeId: string; milestoneId: string };

/** A stage that was paid by card, released and sent to a provider who has more pay to come. */
async function released(): Promise<Found | undefined> {
  const [found] = await db.$queryRaw<Found[]>`
    SELECT l."chargeId", m.id AS "milestoneId" FROM "FundingLot" l JOIN "Milestone" m ON l."refType" = 'milestone' AND m.id = l."refId" JOIN "Contract" c ON c.id = m."contractId"
     WHERE l.method = 'card' AND m.state = 'RELEASED' AND EXISTS (SELECT FROM "Remittance" r WHERE r."milestoneId" = m.id AND r.kind = 'TRANSFER' AND r.state = 'DONE')
     ORDER BY (SELECT count(*) FROM "Milestone" n JOIN "Contract" k ON k.id = n."contractId"
                WHERE k."providerId" = c."providerId" AND n.state IN ('WORKING', 'SUBMITTED', 'ACCEPTED')) DESC, m.id LIMIT 1`;
  return found;
}

/** A stage that was paid by card and is being worked on. */
async function unreleased(): Promise<Found | undefined> {
  const [found] = await db.$queryRaw<Found[]>`
    SELECT l."chargeId", m.id AS "milestoneId" FROM "FundingLot" l JOIN "Milestone" m ON l."refType" = 'milestone' AND m.id = l."refId"
     WHERE l.method = 'card' AND m.state IN ('WORKING', 'SUBMITTED') AND m."disputedFen" = 0 AND m."cardFrozenFen" = 0
       AND NOT EXISTS (SELECT FROM "CardDispute" d WHERE d."refId" = m.id) ORDER BY m.id DESC LIMIT 1`;
  return found;
}

/** A standing deposit of the middle size that was paid by card. */
async function deposited(): Promise<{ chargeId: string } | undefined> {
  const [found] = await db.$queryRaw<{ chargeId: string }[]>`
    SELECT l."chargeId" FROM "FundingLot" l JOIN "Deposit" d ON l."refType" = 'deposit' AND d.id = l."refId"
     WHERE l.method = 'card' AND d.kind = 'PROVIDER' AND d.state = 'HELD' AND d."tierFen" = 300000 ORDER BY d.id LIMIT 1`;
  return found;
}

async function ask(act: string, fields: object): Promise<{ id: string }> {
  const answer = await fetch(`${env.STRIPE_API_BASE}/_sandbox/${act}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

async function opened(charge: string, reason: string): Promise<string> {
  const { id } = await ask("dispute.open", { charge, reason });
  await refreshCardDispute(id, cardDisputes);
  return id;
}

async function decided(dispute: string, outcome: "won" | "lost") {
  await ask("dispute.decide", { dispute, outcome });
  await refreshCardDispute(dispute, cardDisputes);
}

/** An operator submits what the records say. */
async function answer(town: Town, milestoneId: string) {
  const { id } = await db.cardDispute.findFirstOrThrow({ where: { refId: milestoneId }, select: { id: true } });
  const about = await stageCase(milestoneId);
  const evidence = Object.fromEntries(Object.entries(about!.evidence).filter(([, text]) => text !== ""));
  await transact((tx) => keepAnswer(tx, town.operator.userId, id, { evidence }));
  await sendAnswer(id, cardDisputes);
}
