-- CreateEnum
CREATE TYPE "DebtPaymentState" AS ENUM ('WAITING', 'PAID', 'VOID');

-- CreateEnum
CREATE TYPE "DebtBackState" AS ENUM ('READY', 'SENDING', 'DONE', 'STUCK');

-- CreateTable
CREATE TABLE "DebtPayment" (
    "id" UUID NOT NULL,
    "debtId" UUID NOT NULL,
    "state" "DebtPaymentState" NOT NULL DEFAULT 'WAITING',
    "amountFen" BIGINT NOT NULL,
    "backFen" BIGINT NOT NULL DEFAULT 0,
    "keptFen" BIGINT NOT NULL DEFAULT 0,
    "chargeId" TEXT,
    "backState" "DebtBackState",
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "DebtPayment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DebtPayment_debtId_id_idx" ON "DebtPayment"("debtId", "id");

-- CreateIndex
CREATE INDEX "DebtPayment_backState_retryAt_idx" ON "DebtPayment"("backState", "retryAt");

-- AddForeignKey
ALTER TABLE "DebtPayment" ADD CONSTRAINT "DebtPayment_debtId_fkey" FOREIGN KEY ("debtId") REFERENCES "Debt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- One page at the till is open for a debt.
CREATE UNIQUE INDEX debt_one_payment ON "DebtPayment" ("debtId") WHERE state = 'WAITING';
-- What goes back is of what came, and only that has a way of its own.
ALTER TABLE "DebtPayment"
  ADD CONSTRAINT debt_payment_amounts CHECK ("amountFen" > 0 AND "backFen" BETWEEN 0 AND "amountFen" AND "keptFen" BETWEEN 0 AND "backFen"),
  ADD CONSTRAINT debt_payment_paid CHECK ((state = 'PAID') = ("paidAt" IS NOT NULL) AND ("backFen" = 0 OR state = 'PAID')),
  ADD CONSTRAINT debt_payment_back CHECK (("backFen" > 0) = ("backState" IS NOT NULL) AND ("backState" IS NULL OR "chargeId" IS NOT NULL));
