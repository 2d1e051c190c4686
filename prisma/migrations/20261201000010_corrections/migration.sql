-- CreateTable
CREATE TABLE "RewardCorrection" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "rewardId" UUID NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "state" "ReviewState" NOT NULL DEFAULT 'PENDING',
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "RewardCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RewardCorrection_state_at_idx" ON "RewardCorrection"("state", "at");

-- CreateIndex
CREATE INDEX "RewardCorrection_campaignId_id_idx" ON "RewardCorrection"("campaignId", "id");

CREATE UNIQUE INDEX one_pending_correction ON "RewardCorrection" ("rewardId") WHERE state = 'PENDING';
