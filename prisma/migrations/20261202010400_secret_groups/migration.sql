-- CreateTable
CREATE TABLE "RewardAccess" (
    "rewardId" UUID NOT NULL,
    "followers" BOOLEAN NOT NULL DEFAULT false,
    "backers" BOOLEAN NOT NULL DEFAULT false,
    "mailKeys" TEXT[],
    "views" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RewardAccess_pkey" PRIMARY KEY ("rewardId")
);

-- CreateTable
CREATE TABLE "SecretUse" (
    "pledgeId" UUID NOT NULL,
    "rewardId" UUID NOT NULL,
    "byGroup" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SecretUse_pkey" PRIMARY KEY ("pledgeId","rewardId")
);

-- CreateIndex
CREATE INDEX "SecretUse_rewardId_idx" ON "SecretUse"("rewardId");

ALTER TABLE "RewardAccess" ADD CONSTRAINT access_numbers CHECK (views >= 0 AND cardinality("mailKeys") <= 500);
