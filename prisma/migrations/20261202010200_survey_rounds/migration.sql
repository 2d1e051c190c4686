-- CreateTable
CREATE TABLE "SurveyRound" (
    "rewardId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "lockAt" TIMESTAMPTZ(3) NOT NULL,
    "lockedAt" TIMESTAMPTZ(3),
    "remindedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SurveyRound_pkey" PRIMARY KEY ("rewardId")
);

-- CreateIndex
CREATE INDEX "SurveyRound_campaignId_idx" ON "SurveyRound"("campaignId");

-- CreateIndex
CREATE INDEX "SurveyRound_lockedAt_lockAt_idx" ON "SurveyRound"("lockedAt", "lockAt");

-- AddForeignKey
ALTER TABLE "SurveyRound" ADD CONSTRAINT "SurveyRound_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Survey"("campaignId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was sent to everybody at once was a round of every reward.
INSERT INTO "SurveyRound" ("rewardId", "campaignId", "sentAt", "lockAt", "lockedAt", "remindedAt")
SELECT r.id, s."campaignId", s."sentAt", s."lockAt", s."lockedAt", s."remindedAt"
  FROM "Survey" s JOIN "Reward" r ON r."campaignId" = s."campaignId" AND r.kind = 'REWARD' WHERE s."sentAt" IS NOT NULL AND s."lockAt" IS NOT NULL;

-- DropIndex
DROP INDEX "Survey_lockedAt_lockAt_idx";

-- AlterTable
ALTER TABLE "Survey" DROP COLUMN "remindedAt";

ALTER TABLE "SurveyRound" ADD CONSTRAINT round_lock CHECK ("lockAt" > "sentAt" AND ("lockedAt" IS NULL OR "lockedAt" >= "lockAt"));
