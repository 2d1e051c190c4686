-- CreateEnum
CREATE TYPE "ReturnedPayState" AS ENUM ('READY', 'SENDING', 'DONE', 'STUCK');

-- CreateTable
CREATE TABLE "ReturnedPay" (
    "id" UUID NOT NULL,
    "reversalId" TEXT NOT NULL,
    "intentId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "keptFen" BIGINT NOT NULL DEFAULT 0,
    "state" "ReturnedPayState" NOT NULL DEFAULT 'READY',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReturnedPay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ReturnedPay_reversalId_key" ON "ReturnedPay"("reversalId");

-- CreateIndex
CREATE INDEX "ReturnedPay_intentId_idx" ON "ReturnedPay"("intentId");

-- CreateIndex
CREATE INDEX "ReturnedPay_state_retryAt_idx" ON "ReturnedPay"("state", "retryAt");

-- AddForeignKey
ALTER TABLE "ReturnedPay" ADD CONSTRAINT "ReturnedPay_intentId_fkey" FOREIGN KEY ("intentId") REFERENCES "PspIntent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


ALTER TABLE "ReturnedPay" ADD CONSTRAINT returned_amounts CHECK ("amountFen" > 0 AND "keptFen" BETWEEN 0 AND "amountFen");
