-- CreateEnum
CREATE TYPE "EndingState" AS ENUM ('ASKED', 'STATED', 'ESCALATING', 'AGREED', 'DISPUTED', 'WITHDRAWN', 'SETTLED');

-- CreateTable
CREATE TABLE "Ending" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "state" "EndingState" NOT NULL DEFAULT 'ASKED',
    "reason" TEXT NOT NULL,
    "askedById" UUID NOT NULL,
    "percent" INTEGER,
    "statement" TEXT,
    "statedById" UUID,
    "wishPercent" INTEGER,
    "answer" TEXT,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "disputeId" UUID,
    "toProviderFen" BIGINT,
    "toEmployerFen" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Ending_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Ending_contractId_id_idx" ON "Ending"("contractId", "id");

-- CreateIndex
CREATE INDEX "Ending_state_answerBy_idx" ON "Ending"("state", "answerBy");

-- AddForeignKey
ALTER TABLE "Ending" ADD CONSTRAINT "Ending_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ending" ADD CONSTRAINT "Ending_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE UNIQUE INDEX one_open_ending ON "Ending" ("contractId") WHERE state IN ('ASKED', 'STATED', 'ESCALATING');
ALTER TABLE "Ending" ADD CONSTRAINT percents CHECK ("percent" BETWEEN 0 AND 100 AND "wishPercent" BETWEEN 0 AND 100);
ALTER TABLE "Ending" ADD CONSTRAINT stated_says_how_much CHECK (state NOT IN ('STATED', 'AGREED') OR ("percent" IS NOT NULL AND "statedById" IS NOT NULL));
ALTER TABLE "Ending" ADD CONSTRAINT split_when_agreed CHECK (
  (state = 'AGREED') = ("toProviderFen" IS NOT NULL AND "toEmployerFen" IS NOT NULL) AND "toProviderFen" >= 0 AND "toEmployerFen" >= 0);
ALTER TABLE "Ending" ADD CONSTRAINT dispute_when_disputed CHECK ((state = 'DISPUTED') = ("disputeId" IS NOT NULL));
ALTER TABLE "Ending" ADD CONSTRAINT ended_has_its_end CHECK ((state IN ('ASKED', 'STATED', 'ESCALATING')) = ("endedAt" IS NULL));
