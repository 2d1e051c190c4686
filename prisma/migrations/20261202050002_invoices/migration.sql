-- CreateEnum
CREATE TYPE "InvoiceState" AS ENUM ('SUBMITTED', 'REJECTED');

-- AlterTable
ALTER TABLE "Contract" ADD COLUMN     "invoiceFirst" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "invoiceTitle" TEXT,
ADD COLUMN     "taxNumber" TEXT;

-- CreateTable
CREATE TABLE "Invoice" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "sellerId" UUID NOT NULL,
    "buyerId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "issuedOn" DATE NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "state" "InvoiceState" NOT NULL DEFAULT 'SUBMITTED',
    "reason" TEXT,
    "byUserId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "rejectedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Invoice_contractId_id_idx" ON "Invoice"("contractId", "id");

-- CreateIndex
CREATE INDEX "Invoice_milestoneId_id_idx" ON "Invoice"("milestoneId", "id");

-- AddForeignKey
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE UNIQUE INDEX one_number_per_seller ON "Invoice" ("sellerId", number) WHERE state <> 'REJECTED';
ALTER TABLE "Invoice" ADD CONSTRAINT amount_positive CHECK ("amountFen" > 0);
ALTER TABLE "Invoice" ADD CONSTRAINT rejected_says_why CHECK ((state = 'REJECTED') = ("rejectedAt" IS NOT NULL AND reason IS NOT NULL));
