-- CreateEnum
CREATE TYPE "DepositKind" AS ENUM ('PROVIDER', 'INTENT');

-- CreateEnum
CREATE TYPE "DepositState" AS ENUM ('AWAITING', 'HELD', 'LAPSED', 'LEAVING', 'CLOSED');

-- CreateEnum
CREATE TYPE "DepositPromise" AS ENUM ('FINISH', 'WARRANTY', 'ORIGINAL');

-- CreateEnum
CREATE TYPE "DepositPaymentState" AS ENUM ('WAITING', 'PAID', 'VOID');

-- CreateEnum
CREATE TYPE "DepositCause" AS ENUM ('RETURN', 'FORFEIT');

-- CreateEnum
CREATE TYPE "ClaimState" AS ENUM ('OPEN', 'HEARD', 'PAID', 'REFUSED', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "Deposit" (
    "id" UUID NOT NULL,
    "kind" "DepositKind" NOT NULL,
    "state" "DepositState" NOT NULL DEFAULT 'AWAITING',
    "orgId" UUID NOT NULL,
    "taskId" UUID,
    "tierFen" BIGINT NOT NULL DEFAULT 0,
    "promises" "DepositPromise"[],
    "paidFen" BIGINT NOT NULL DEFAULT 0,
    "returnedFen" BIGINT NOT NULL DEFAULT 0,
    "forfeitedFen" BIGINT NOT NULL DEFAULT 0,
    "heldAt" TIMESTAMPTZ(3),
    "fillBy" TIMESTAMPTZ(3),
    "exitAskedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Deposit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DepositPayment" (
    "id" UUID NOT NULL,
    "depositId" UUID NOT NULL,
    "state" "DepositPaymentState" NOT NULL DEFAULT 'WAITING',
    "amountFen" BIGINT NOT NULL,
    "tierFen" BIGINT NOT NULL DEFAULT 0,
    "promises" "DepositPromise"[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),

    CONSTRAINT "DepositPayment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DepositRemittance" (
    "id" UUID NOT NULL,
    "depositId" UUID NOT NULL,
    "cause" "DepositCause" NOT NULL,
    "kind" "RemittanceKind" NOT NULL,
    "orgId" UUID NOT NULL,
    "chargeId" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "state" "RemittanceState" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "DepositRemittance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DepositClaim" (
    "id" UUID NOT NULL,
    "depositId" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "employerId" UUID NOT NULL,
    "promise" "DepositPromise" NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "ClaimState" NOT NULL DEFAULT 'OPEN',
    "filedById" UUID NOT NULL,
    "filedAt" TIMESTAMPTZ(3) NOT NULL,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answeredAt" TIMESTAMPTZ(3),
    "decideBy" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decision" TEXT,
    "paidFen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "DepositClaim_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Deposit_orgId_kind_id_idx" ON "Deposit"("orgId", "kind", "id");

-- CreateIndex
CREATE INDEX "Deposit_taskId_idx" ON "Deposit"("taskId");

-- CreateIndex
CREATE INDEX "Deposit_kind_state_id_idx" ON "Deposit"("kind", "state", "id");

-- CreateIndex
CREATE INDEX "DepositPayment_depositId_id_idx" ON "DepositPayment"("depositId", "id");

-- CreateIndex
CREATE INDEX "DepositRemittance_depositId_id_idx" ON "DepositRemittance"("depositId", "id");

-- CreateIndex
CREATE INDEX "DepositRemittance_orgId_id_idx" ON "DepositRemittance"("orgId", "id");

-- CreateIndex
CREATE INDEX "DepositRemittance_state_kind_retryAt_idx" ON "DepositRemittance"("state", "kind", "retryAt");

-- CreateIndex
CREATE INDEX "DepositClaim_depositId_id_idx" ON "DepositClaim"("depositId", "id");

-- CreateIndex
CREATE INDEX "DepositClaim_contractId_id_idx" ON "DepositClaim"("contractId", "id");

-- CreateIndex
CREATE INDEX "DepositClaim_state_answerBy_idx" ON "DepositClaim"("state", "answerBy");

-- CreateIndex
CREATE INDEX "DepositClaim_state_decideBy_idx" ON "DepositClaim"("state", "decideBy");

-- AddForeignKey
ALTER TABLE "Deposit" ADD CONSTRAINT "Deposit_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deposit" ADD CONSTRAINT "Deposit_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DepositPayment" ADD CONSTRAINT "DepositPayment_depositId_fkey" FOREIGN KEY ("depositId") REFERENCES "Deposit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DepositRemittance" ADD CONSTRAINT "DepositRemittance_depositId_fkey" FOREIGN KEY ("depositId") REFERENCES "Deposit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DepositClaim" ADD CONSTRAINT "DepositClaim_depositId_fkey" FOREIGN KEY ("depositId") REFERENCES "Deposit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DepositClaim" ADD CONSTRAINT "DepositClaim_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- One living deposit a provider and a task, and one payment at a time for each.
CREATE UNIQUE INDEX deposit_one_standing ON "Deposit" ("orgId") WHERE kind = 'PROVIDER' AND state <> 'CLOSED';
CREATE UNIQUE INDEX deposit_one_bond ON "Deposit" ("taskId") WHERE kind = 'INTENT' AND state <> 'CLOSED';
CREATE UNIQUE INDEX deposit_one_payment ON "DepositPayment" ("depositId") WHERE state = 'WAITING';
-- One claim at a time on a contract.
CREATE UNIQUE INDEX deposit_one_claim ON "DepositClaim" ("contractId") WHERE state IN ('OPEN', 'HEARD');
CREATE INDEX deposit_badge ON "Deposit" ("orgId", "tierFen") WHERE kind = 'PROVIDER' AND state = 'HELD';

ALTER TABLE "Deposit"
  ADD CONSTRAINT deposit_about CHECK ((kind = 'INTENT') = ("taskId" IS NOT NULL)),
  ADD CONSTRAINT deposit_money CHECK ("paidFen" >= 0 AND "returnedFen" >= 0 AND "forfeitedFen" >= 0 AND "returnedFen" + "forfeitedFen" <= "paidFen"),
  ADD CONSTRAINT deposit_closed CHECK ((state = 'CLOSED') = ("closedAt" IS NOT NULL) AND (state <> 'CLOSED' OR "returnedFen" + "forfeitedFen" = "paidFen")),
  ADD CONSTRAINT deposit_leaving CHECK ((state = 'LEAVING') <= ("exitAskedAt" IS NOT NULL)),
  ADD CONSTRAINT deposit_standing CHECK (kind = 'PROVIDER' OR state IN ('AWAITING', 'HELD', 'CLOSED'));
ALTER TABLE "DepositPayment"
  ADD CONSTRAINT deposit_payment_amount CHECK ("amountFen" > 0),
  ADD CONSTRAINT deposit_payment_paid CHECK (state <> 'PAID' OR "paidAt" IS NOT NULL);
ALTER TABLE "DepositRemittance" ADD CONSTRAINT deposit_remittance_amount CHECK ("amountFen" > 0);
ALTER TABLE "DepositClaim"
  ADD CONSTRAINT deposit_claim_amount CHECK ("amountFen" > 0 AND "paidFen" >= 0 AND "paidFen" <= "amountFen" AND (state = 'PAID') = ("paidFen" > 0)),
  ADD CONSTRAINT deposit_claim_decided CHECK ((state IN ('PAID', 'REFUSED')) = ("decidedAt" IS NOT NULL)),
  ADD CONSTRAINT deposit_claim_heard CHECK (state <> 'HEARD' OR "decideBy" IS NOT NULL);
