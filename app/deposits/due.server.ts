import { db } from "#app/db.server.ts";
import { endBond } from "#app/deposits/bonds/end-bond.server.ts";
import { closeAnswer, remindDecision } from "#app/deposits/claims/close-answer.server.ts";
import { sendDepositMoney } from "#app/deposits/money/send-remittance.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { finishExit } from "#app/deposits/standing/finish-exit.server.ts";
import { lapseDeposit } from "#app/deposits/standing/lapse-deposit.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";

/** What time does to deposits. Each line finds a bounded batch; the verb locks, looks again and decides. */
const BATCH = 50;
type Row = { id: string };

export const depositsDue = {
  sendDepositMoney: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT r.id FROM "DepositRemittance" r
        JOIN "FundingLot" l ON l."chargeId" = r."chargeId"
        LEFT JOIN "Payee" p ON p."orgId" = r."orgId"
        WHERE (r.state = 'PENDING' AND l."availableAt" IS NOT NULL)
           OR (r.state = 'READY' AND (r."retryAt" IS NULL OR r."retryAt" <= ${now})
               AND NOT EXISTS (SELECT FROM "CardDispute" d WHERE d."chargeId" = r."chargeId" AND d.state IN ('OPEN', 'PARKED'))
               AND (r.kind = 'REFUND' OR p.payable OR EXISTS (SELECT FROM "Debt" o WHERE o."orgId" = r."orgId" AND o."closedAt" IS NULL)))
        ORDER BY r.id LIMIT ${BATCH}`,
      sendDepositMoney,
    ),
  finishExit: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT d.id FROM "Deposit" d
        WHERE d.kind = 'PROVIDER' AND d.state = 'LEAVING'
          AND NOT EXISTS (SELECT FROM "DepositClaim" k WHERE k."depositId" = d.id AND k.state IN ('OPEN', 'HEARD'))
          AND NOT EXISTS (SELECT FROM "Debt" o WHERE o."orgId" = d."orgId" AND o."closedAt" IS NULL AND o."amountFen" - o."repaidFen" >= ${LEAST_PAID_FEN})
          AND NOT EXISTS (SELECT FROM "ContractCover" v JOIN "Contract" c ON c.id = v."contractId" WHERE v."depositId" = d.id
                           AND (c.state IN ('SIGNED', 'ACTIVE', 'PAUSED') OR (c."activeAt" IS NOT NULL AND c."endedAt" + CASE WHEN c.state = 'COMPLETED' AND 'WARRANTY' = ANY(v.promises)
                                THEN ${policy.warrantyMs + policy.exitMs}::float8 ELSE ${policy.exitMs}::float8 END * interval '1 millisecond' > ${now})))
        ORDER BY d.id LIMIT ${BATCH}`,
      finishExit,
    ),
  lapseDeposit: async (now: Date) =>
    eachDue(
      await db.deposit.findMany({
        where: { state: "HELD", fillBy: { lte: now } },
        orderBy: { fillBy: "asc" },
        select: { id: true },
        take: BATCH,
      }),
      lapseDeposit,
    ),
  closeAnswer: async (now: Date) =>
    eachDue(
      await db.depositClaim.findMany({
        where: { state: "OPEN", answerBy: { lte: now } },
        orderBy: { answerBy: "asc" },
        select: { id: true },
        take: BATCH,
      }),
      closeAnswer,
    ),
  remindDecision: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT k.id FROM "DepositClaim" k WHERE k.state = 'HEARD' AND k."decideBy" <= ${now}
          AND NOT EXISTS (SELECT FROM "Notice" n WHERE n.subject = 'claim-late:' || k.id) ORDER BY k."decideBy" LIMIT ${BATCH}`,
      remindDecision,
    ),
  endBond: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT d.id FROM "Deposit" d JOIN "Task" t ON t.id = d."taskId"
        WHERE d.kind = 'INTENT' AND d.state = 'HELD'
          AND (EXISTS (SELECT FROM "Contract" c WHERE c."taskId" = t.id AND c."activeAt" IS NOT NULL)
               OR (t.state IN ('DRAFT', 'REJECTED') AND d."heldAt" <= ${new Date(now.getTime() - policy.draftBondMs)}))
        ORDER BY d.id LIMIT ${BATCH}`,
      endBond,
    ),
};
