-- The till learns to keep cards, to charge them later, and to fund a milestone from money that is already here.

ALTER TYPE "IntentKind" ADD VALUE 'SETUP';
ALTER TYPE "IntentKind" ADD VALUE 'CHARGE';

ALTER TABLE "PspIntent" ADD COLUMN "endsAt" TIMESTAMPTZ(3);
-- Keeping a card moves nothing. (A value that this migration adds can only be spoken of as text.)
ALTER TABLE "PspIntent" DROP CONSTRAINT intent_amount;
ALTER TABLE "PspIntent" ADD CONSTRAINT intent_amount CHECK ("amountFen" > 0 OR ("amountFen" = 0 AND kind::text = 'SETUP'));
CREATE INDEX intent_page_ends ON "PspIntent" ("endsAt") WHERE "endsAt" IS NOT NULL AND state IN ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN');

ALTER TABLE "FundingLot" ALTER COLUMN "intentId" DROP NOT NULL;
ALTER TABLE "FundingLot" ADD COLUMN "allocatedById" UUID;
-- Money comes in by a payment of its own, or was an organisation's already.
ALTER TABLE "FundingLot" ADD CONSTRAINT lot_origin CHECK (("intentId" IS NULL) <> ("allocatedById" IS NULL));

CREATE TABLE "Payer" (
    "orgId" UUID NOT NULL,
    "customerId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Payer_pkey" PRIMARY KEY ("orgId")
);
CREATE UNIQUE INDEX "Payer_customerId_key" ON "Payer"("customerId");
