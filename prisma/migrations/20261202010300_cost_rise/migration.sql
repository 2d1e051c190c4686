-- CreateTable
CREATE TABLE "ExtraCost" (
    "id" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "zone" "ShippingZone" NOT NULL,
    "estimateFen" BIGINT NOT NULL,
    "totalFen" BIGINT NOT NULL,
    "dueFen" BIGINT NOT NULL,
    "mayLeave" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "untilAt" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),

    CONSTRAINT "ExtraCost_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ExtraCost_pledgeId_untilAt_idx" ON "ExtraCost"("pledgeId", "untilAt");

-- CreateIndex
CREATE INDEX "ExtraCost_campaignId_zone_untilAt_idx" ON "ExtraCost"("campaignId", "zone", "untilAt");

-- One rise of a pledge at a time is a rule of its verb; what it says must agree with itself: nobody owes more than the total rose by.
ALTER TABLE "ExtraCost" ADD CONSTRAINT extra_cost_sums
  CHECK ("estimateFen" > 0 AND "dueFen" > 0 AND "totalFen" >= "estimateFen" + "dueFen" AND "untilAt" > at
         AND "mayLeave" = ("totalFen" * 10 > "estimateFen" * 11));
