-- CreateEnum
CREATE TYPE "CardDisputeState" AS ENUM ('INQUIRY', 'OPEN', 'WON', 'LOST', 'CLOSED', 'PARKED');

-- CreateEnum
CREATE TYPE "CardAnswerState" AS ENUM ('SENDING', 'SENT', 'FAILED');

-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "cardFrozenFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "FundingLot" ADD COLUMN     "chargedBackFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Milestone" ADD COLUMN     "cardFrozenFen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "clawedFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Payee" ADD COLUMN     "failedPayoutId" TEXT,
ADD COLUMN     "payoutFailedAt" TIMESTAMPTZ(3),
ADD COLUMN     "payoutFailedFen" BIGINT,
ADD COLUMN     "payoutFailure" TEXT;

-- AlterTable
ALTER TABLE "PledgeRefund" ADD COLUMN     "keptFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "PspIntent" ADD COLUMN     "reversalId" TEXT;

-- AlterTable
ALTER TABLE "Remittance" ADD COLUMN     "keptFen" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "CardDispute" (
    "id" UUID NOT NULL,
    "pspId" TEXT NOT NULL,
    "chargeId" TEXT NOT NULL,
    "refType" TEXT NOT NULL,
    "refId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "pspStatus" TEXT NOT NULL,
    "state" "CardDisputeState" NOT NULL,
    "withdrawnFen" BIGINT NOT NULL DEFAULT 0,
    "reinstatedFen" BIGINT NOT NULL DEFAULT 0,
    "feeFen" BIGINT NOT NULL DEFAULT 0,
    "frozenFen" BIGINT NOT NULL DEFAULT 0,
    "refundFen" BIGINT NOT NULL DEFAULT 0,
    "escrowFen" BIGINT NOT NULL DEFAULT 0,
    "earningsFen" BIGINT NOT NULL DEFAULT 0,
    "incomeFen" BIGINT NOT NULL DEFAULT 0,
    "debtFen" BIGINT NOT NULL DEFAULT 0,
    "lossFen" BIGINT NOT NULL DEFAULT 0,
    "answerBy" TIMESTAMPTZ(3),
    "answer" JSONB,
    "answerState" "CardAnswerState",
    "answerError" TEXT,
    "answeredById" UUID,
    "answeredAt" TIMESTAMPTZ(3),
    "answers" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CardDispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Debt" (
    "id" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "refType" TEXT NOT NULL,
    "refId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "repaidFen" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Debt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DebtRepayment" (
    "id" UUID NOT NULL,
    "debtId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DebtRepayment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CardDispute_pspId_key" ON "CardDispute"("pspId");

-- CreateIndex
CREATE INDEX "CardDispute_refType_refId_idx" ON "CardDispute"("refType", "refId");

-- CreateIndex
CREATE INDEX "CardDispute_chargeId_idx" ON "CardDispute"("chargeId");

-- CreateIndex
CREATE INDEX "CardDispute_state_id_idx" ON "CardDispute"("state", "id");

-- CreateIndex
CREATE INDEX "CardDispute_state_readAt_idx" ON "CardDispute"("state", "readAt");

-- CreateIndex
CREATE UNIQUE INDEX "Debt_key_key" ON "Debt"("key");

-- CreateIndex
CREATE INDEX "Debt_orgId_id_idx" ON "Debt"("orgId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "DebtRepayment_debtId_key_key" ON "DebtRepayment"("debtId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "PspIntent_reversalId_key" ON "PspIntent"("reversalId");

-- AddForeignKey
ALTER TABLE "DebtRepayment" ADD CONSTRAINT "DebtRepayment_debtId_fkey" FOREIGN KEY ("debtId") REFERENCES "Debt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What a card dispute freezes leaves neither by a release nor by a refund, whoever asks.
ALTER TABLE "Milestone" ADD CONSTRAINT card_frozen_stays CHECK (
  "cardFrozenFen" >= 0 AND "releasedFen" + "refundedFen" + "cardFrozenFen" <= "amountFen");
ALTER TABLE "Milestone" ADD CONSTRAINT clawed_was_released CHECK ("clawedFen" BETWEEN 0 AND "releasedFen");
ALTER TABLE "Campaign" ADD CONSTRAINT card_frozen_stays CHECK (
  "cardFrozenFen" >= 0 AND "refundedFen" + "releasedFen" + "cardFrozenFen" <= "receivedFen");
ALTER TABLE "Remittance" ADD CONSTRAINT kept_within CHECK ("keptFen" BETWEEN 0 AND "amountFen");
ALTER TABLE "PledgeRefund" ADD CONSTRAINT kept_within CHECK ("keptFen" BETWEEN 0 AND "amountFen");
ALTER TABLE "FundingLot" DROP CONSTRAINT lot_within;
ALTER TABLE "FundingLot" ADD CONSTRAINT lot_within CHECK (
  "transferredFen" >= 0 AND "refundedFen" >= 0 AND "chargedBackFen" >= 0 AND "transferredFen" + "refundedFen" + "chargedBackFen" <= "amountFen");

ALTER TABLE "CardDispute" ADD CONSTRAINT dispute_amounts CHECK (
  "amountFen" > 0 AND "withdrawnFen" >= 0 AND "reinstatedFen" >= 0 AND "frozenFen" >= 0
  AND "refundFen" >= 0 AND "escrowFen" >= 0 AND "earningsFen" >= 0 AND "incomeFen" >= 0 AND "debtFen" >= 0 AND "lossFen" >= 0);
-- A lost one is borne to the fen, no other is borne at all; a won one has its money back.
ALTER TABLE "CardDispute" ADD CONSTRAINT dispute_borne CHECK (
  "refundFen" + "escrowFen" + "earningsFen" + "incomeFen" + "debtFen" + "lossFen" = CASE WHEN state = 'LOST' THEN "withdrawnFen" - "reinstatedFen" ELSE 0 END);
ALTER TABLE "CardDispute" ADD CONSTRAINT dispute_closed CHECK (
  (state IN ('WON', 'LOST', 'CLOSED')) = ("closedAt" IS NOT NULL) AND (state NOT IN ('WON', 'CLOSED') OR "withdrawnFen" = "reinstatedFen"));
CREATE INDEX card_dispute_waits ON "CardDispute" ("readAt") WHERE "closedAt" IS NULL;

-- What is over stays over.
CREATE FUNCTION card_dispute_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."closedAt" IS NOT NULL AND NEW.state IS DISTINCT FROM OLD.state THEN
    RAISE EXCEPTION 'card dispute % is %', OLD.id, OLD.state USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays_closed BEFORE UPDATE ON "CardDispute" FOR EACH ROW EXECUTE FUNCTION card_dispute_stays_closed();

ALTER TABLE "Debt" ADD CONSTRAINT debt_amounts CHECK ("amountFen" > 0 AND "repaidFen" BETWEEN 0 AND "amountFen" AND ("repaidFen" = "amountFen") = ("closedAt" IS NOT NULL));
ALTER TABLE "DebtRepayment" ADD CONSTRAINT repayment_amount CHECK ("amountFen" > 0);
CREATE INDEX debt_open ON "Debt" ("orgId", id) WHERE "closedAt" IS NULL;
-- Debts from before they had rows of their own.
INSERT INTO "Debt" (id, "orgId", key, reason, "refType", "refId", title, "amountFen", "createdAt")
SELECT gen_random_uuid(), split_part(a.key, ':', 3)::uuid, 'debt:opening:' || a.id, 'refund', 'organisation', split_part(a.key, ':', 3)::uuid, '', sum(b."debitFen" - b."creditFen"), app_now()
  FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id WHERE a.key LIKE 'provider:receivable:%' GROUP BY a.id HAVING sum(b."debitFen" - b."creditFen") > 0;

-- What is final stays: only what had reached its receiver may still come back.
CREATE OR REPLACE FUNCTION intent_stays_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state
     AND (OLD.state = 'FAILED' OR (OLD.state = 'SUCCEEDED' AND NOT (OLD.kind IN ('REFUND', 'TRANSFER') AND NEW.state = 'FAILED'))) THEN
    RAISE EXCEPTION 'intent % is %', OLD.id, OLD.state USING ERRCODE = '23514';
  END IF;
  IF (NEW.kind, NEW.purpose, NEW."refType", NEW."refId", NEW."orgId", NEW."amountFen", NEW.currency)
    IS DISTINCT FROM (OLD.kind, OLD.purpose, OLD."refType", OLD."refId", OLD."orgId", OLD."amountFen", OLD.currency) THEN
    RAISE EXCEPTION 'what intent % is for does not change', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- Payees who were paid lately are looked after.
CREATE INDEX intent_sent ON "PspIntent" ("orgId", "finalisedAt") WHERE kind = 'TRANSFER' AND state = 'SUCCEEDED';
