-- When a payee last opened the channel's form, and when its account is looked at next.
-- AlterTable
ALTER TABLE "Payee" ADD COLUMN     "begunAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "lookAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Whoever began long ago is not read every few minutes now.
UPDATE "Payee" SET "begunAt" = "createdAt";

-- CreateIndex
CREATE INDEX "Payee_lookAt_idx" ON "Payee"("lookAt");
