-- How many of a sum's sendings only found too little money at the channel: those are no tries.
-- AlterTable
ALTER TABLE "DepositRemittance" ADD COLUMN     "waits" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Payout" ADD COLUMN     "waits" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Remittance" ADD COLUMN     "waits" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ReturnedPay" ADD COLUMN     "waits" INTEGER NOT NULL DEFAULT 0;
