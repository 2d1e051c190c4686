-- CreateEnum
CREATE TYPE "CampaignLifecycle" AS ENUM ('DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'REJECTED', 'APPROVED', 'PRELAUNCH', 'LIVE', 'SETTLING', 'SUCCESSFUL', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "CampaignModeration" AS ENUM ('CLEAR', 'FLAGGED', 'FROZEN', 'SUSPENDED', 'PURGED');

-- CreateEnum
CREATE TYPE "CollectionState" AS ENUM ('NONE', 'CHARGING', 'RETRY_WINDOW', 'DECISION_NEEDED', 'CLOSED');

-- CreateEnum
CREATE TYPE "LatePledgeState" AS ENUM ('OFF', 'SCHEDULED', 'OPEN', 'ENDED');

-- CreateEnum
CREATE TYPE "FulfilmentState" AS ENUM ('NOT_STARTED', 'SURVEY', 'IN_PRODUCTION', 'SHIPPING', 'DELIVERED', 'OVERDUE', 'DEFAULTED');

-- CreateEnum
CREATE TYPE "RefundPolicy" AS ENUM ('SALE_LIKE', 'RD_RISK');

-- CreateEnum
CREATE TYPE "ReviewState" AS ENUM ('PENDING', 'APPROVED', 'CHANGES_REQUESTED', 'REJECTED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "RewardKind" AS ENUM ('REWARD', 'ADDON');

-- CreateEnum
CREATE TYPE "ShippingZone" AS ENUM ('LOCAL', 'MAINLAND', 'REMOTE');

-- CreateEnum
CREATE TYPE "StretchKind" AS ENUM ('AMOUNT', 'BACKERS', 'ORDERS');

-- CreateEnum
CREATE TYPE "PledgeState" AS ENUM ('RESERVED', 'EXPIRED', 'PLEDGED', 'CANCELLED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DROPPED', 'RELEASED', 'REFUNDING', 'REFUNDED', 'DISPUTED', 'CHARGED_BACK');

-- CreateEnum
CREATE TYPE "PledgeLane" AS ENUM ('CARD', 'WALLET');

-- CreateEnum
CREATE TYPE "PledgeVersionState" AS ENUM ('CLAIMED', 'CURRENT', 'OLD', 'EXPIRED');

-- CreateEnum
CREATE TYPE "CancelState" AS ENUM ('WAITING', 'DONE', 'WITHDRAWN', 'LAPSED');

-- CreateEnum
CREATE TYPE "WaitlistState" AS ENUM ('WAITING', 'OFFERED', 'TAKEN', 'LAPSED', 'LEFT');

-- CreateEnum
CREATE TYPE "PledgeRefundReason" AS ENUM ('CAMPAIGN_FAILED', 'CAMPAIGN_CANCELLED', 'BACKER_CANCELLED', 'LOWERED', 'PAID_LATE', 'COOLING_OFF', 'ON_REQUEST', 'RETURNED', 'DELAY_UNRELEASED', 'DELAY_FULL', 'DELAY_DEFAULT', 'COST_RISE', 'CORRECTION', 'DEFECT', 'DECISION', 'OPERATOR');

-- CreateEnum
CREATE TYPE "PledgeRefundState" AS ENUM ('READY', 'SENDING', 'DONE', 'STUCK', 'ASKING', 'TO_PAY');

-- CreateEnum
CREATE TYPE "PayoutState" AS ENUM ('PLANNED', 'HELD', 'RELEASABLE', 'RELEASING', 'RELEASED', 'FAILED', 'CLAWED_BACK');

-- CreateEnum
CREATE TYPE "EvidenceState" AS ENUM ('PENDING', 'ACCEPTED', 'REFUSED');

-- CreateEnum
CREATE TYPE "UpdateAudience" AS ENUM ('EVERYONE', 'BACKERS');

-- CreateEnum
CREATE TYPE "ShipmentState" AS ENUM ('NOT_STARTED', 'IN_PROGRESS', 'SHIPPED', 'DELAYED', 'DELIVERED');

-- CreateEnum
CREATE TYPE "DefectState" AS ENUM ('REPORTED', 'ANSWERED', 'ACCEPTED', 'ESCALATED', 'DECIDED', 'CLOSED');

-- CreateEnum
CREATE TYPE "CaseState" AS ENUM ('OPEN', 'DECIDED');

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL,
    "creatorId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "lifecycle" "CampaignLifecycle" NOT NULL DEFAULT 'DRAFT',
    "moderation" "CampaignModeration" NOT NULL DEFAULT 'CLEAR',
    "collection" "CollectionState" NOT NULL DEFAULT 'NONE',
    "latePledge" "LatePledgeState" NOT NULL DEFAULT 'OFF',
    "fulfilment" "FulfilmentState" NOT NULL DEFAULT 'NOT_STARTED',
    "draft" JSONB,
    "title" TEXT NOT NULL DEFAULT '',
    "tagline" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "coverFileId" UUID,
    "coverAlt" TEXT NOT NULL DEFAULT '',
    "content" JSONB,
    "physical" BOOLEAN NOT NULL DEFAULT true,
    "goalFen" BIGINT NOT NULL DEFAULT 0,
    "durationDays" INTEGER NOT NULL DEFAULT 30,
    "endMinute" INTEGER NOT NULL DEFAULT 1200,
    "capacityPerWeek" INTEGER,
    "refundPolicy" "RefundPolicy",
    "startShareBps" INTEGER NOT NULL DEFAULT 4000,
    "contentHash" TEXT,
    "reviewedHash" TEXT,
    "approvedAt" TIMESTAMPTZ(3),
    "approvalEndsAt" TIMESTAMPTZ(3),
    "appealedAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "previewAt" TIMESTAMPTZ(3),
    "launchAt" TIMESTAMPTZ(3),
    "launchedAt" TIMESTAMPTZ(3),
    "deadlineAt" TIMESTAMPTZ(3),
    "extendedAt" TIMESTAMPTZ(3),
    "pledgedFen" BIGINT NOT NULL DEFAULT 0,
    "backers" INTEGER NOT NULL DEFAULT 0,
    "v" INTEGER NOT NULL DEFAULT 0,
    "followers" INTEGER NOT NULL DEFAULT 0,
    "receivedFen" BIGINT NOT NULL DEFAULT 0,
    "refundedFen" BIGINT NOT NULL DEFAULT 0,
    "releasedFen" BIGINT NOT NULL DEFAULT 0,
    "settledAt" TIMESTAMPTZ(3),
    "windowEndsAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "decisionBy" TIMESTAMPTZ(3),
    "decisionText" TEXT,
    "lateEndsAt" TIMESTAMPTZ(3),
    "lastLateAt" TIMESTAMPTZ(3),
    "productionAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "lastUpdateAt" TIMESTAMPTZ(3),
    "newDateBy" TIMESTAMPTZ(3),
    "cadence" INTEGER NOT NULL DEFAULT 0,
    "delayLevel" INTEGER NOT NULL DEFAULT 0,
    "moderationReason" TEXT,
    "moderatedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "changeSeq" INTEGER NOT NULL DEFAULT 0,
    "headHash" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "search" tsvector,

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignReview" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "snapshot" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "state" "ReviewState" NOT NULL DEFAULT 'PENDING',
    "appeal" BOOLEAN NOT NULL DEFAULT false,
    "appealText" TEXT,
    "submittedById" UUID NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "checklist" JSONB,
    "refundPolicy" "RefundPolicy",
    "firstById" UUID,
    "firstAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "CampaignReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reward" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "kind" "RewardKind" NOT NULL DEFAULT 'REWARD',
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "priceFen" BIGINT NOT NULL,
    "limit" INTEGER,
    "perBacker" INTEGER NOT NULL DEFAULT 1,
    "claimed" INTEGER NOT NULL DEFAULT 0,
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "secretKey" TEXT,
    "secretViews" INTEGER NOT NULL DEFAULT 0,
    "ships" BOOLEAN NOT NULL DEFAULT true,
    "customised" BOOLEAN NOT NULL DEFAULT false,
    "items" JSONB NOT NULL,
    "imageFileId" UUID,
    "promisedAt" TIMESTAMPTZ(3) NOT NULL,
    "latePriceFen" BIGINT,
    "rewardV" INTEGER NOT NULL DEFAULT 1,
    "firstClaimAt" TIMESTAMPTZ(3),

    CONSTRAINT "Reward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShippingRate" (
    "campaignId" UUID NOT NULL,
    "zone" "ShippingZone" NOT NULL,
    "firstFen" BIGINT NOT NULL,
    "extraFen" BIGINT NOT NULL,

    CONSTRAINT "ShippingRate_pkey" PRIMARY KEY ("campaignId","zone")
);

-- CreateTable
CREATE TABLE "BudgetLine" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "amountFen" BIGINT NOT NULL,
    "category" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "BudgetLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BudgetTask" (
    "taskId" UUID NOT NULL,
    "lineId" UUID NOT NULL,
    "byUserId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BudgetTask_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "StretchGoal" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "kind" "StretchKind" NOT NULL DEFAULT 'AMOUNT',
    "threshold" BIGINT NOT NULL,
    "promise" TEXT NOT NULL,
    "extraCostFen" BIGINT NOT NULL DEFAULT 0,
    "extraDays" INTEGER NOT NULL DEFAULT 0,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StretchGoal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Follow" (
    "campaignId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Follow_pkey" PRIMARY KEY ("campaignId","userId")
);

-- CreateTable
CREATE TABLE "CampaignChange" (
    "id" BIGSERIAL NOT NULL,
    "campaignId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "note" TEXT NOT NULL DEFAULT '',
    "byUserId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "CampaignChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChainRoot" (
    "day" TEXT NOT NULL,
    "campaigns" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChainRoot_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "Pledge" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "state" "PledgeState" NOT NULL DEFAULT 'RESERVED',
    "lane" "PledgeLane" NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "counted" BOOLEAN NOT NULL DEFAULT false,
    "related" BOOLEAN NOT NULL DEFAULT false,
    "anonymous" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "amountFen" BIGINT NOT NULL,
    "shippingFen" BIGINT NOT NULL DEFAULT 0,
    "bonusFen" BIGINT NOT NULL DEFAULT 0,
    "collectedFen" BIGINT NOT NULL DEFAULT 0,
    "refundedFen" BIGINT NOT NULL DEFAULT 0,
    "chargedBackFen" BIGINT NOT NULL DEFAULT 0,
    "claimUntilAt" TIMESTAMPTZ(3),
    "claimExtendedAt" TIMESTAMPTZ(3),
    "method" TEXT,
    "customerId" TEXT,
    "paymentMethodId" TEXT,
    "fingerprint" TEXT,
    "cardBrand" TEXT,
    "cardLast4" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retriesToday" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "lastDecline" TEXT,
    "hardDecline" BOOLEAN NOT NULL DEFAULT false,
    "freeCancelUntilAt" TIMESTAMPTZ(3),
    "provinceCode" TEXT,
    "region" TEXT,
    "addressId" UUID,
    "shipTo" JSONB,
    "addressChangedAt" TIMESTAMPTZ(3),
    "referrerId" UUID,
    "queueNo" INTEGER,
    "batchId" UUID,
    "addressHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "pledgedAt" TIMESTAMPTZ(3),
    "collectedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,

    CONSTRAINT "Pledge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PledgeVersion" (
    "id" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" "PledgeVersionState" NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "shippingFen" BIGINT NOT NULL,
    "bonusFen" BIGINT NOT NULL,
    "dueFen" BIGINT NOT NULL,
    "provinceCode" TEXT,
    "untilAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PledgeVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PledgeLine" (
    "versionId" UUID NOT NULL,
    "rewardId" UUID NOT NULL,
    "qty" INTEGER NOT NULL,
    "priceFen" BIGINT NOT NULL,
    "rewardV" INTEGER NOT NULL,
    "options" JSONB,

    CONSTRAINT "PledgeLine_pkey" PRIMARY KEY ("versionId","rewardId")
);

-- CreateTable
CREATE TABLE "CancelRequest" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "state" "CancelState" NOT NULL DEFAULT 'WAITING',
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "CancelRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Waitlist" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "rewardId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "state" "WaitlistState" NOT NULL DEFAULT 'WAITING',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "offerUntilAt" TIMESTAMPTZ(3),

    CONSTRAINT "Waitlist_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Address" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "provinceCode" TEXT NOT NULL,
    "cityCode" TEXT NOT NULL,
    "districtCode" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "street" TEXT NOT NULL,
    "preferred" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SettlementResult" (
    "campaignId" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SettlementResult_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "PledgeRefund" (
    "id" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "reason" "PledgeRefundReason" NOT NULL,
    "state" "PledgeRefundState" NOT NULL DEFAULT 'READY',
    "chargeId" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "payeeName" TEXT,
    "payeeAccount" TEXT,
    "approvedById" UUID,
    "paidById" UUID,
    "reference" TEXT,
    "entitledAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "PledgeRefund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payout" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "stage" INTEGER NOT NULL,
    "shareBps" INTEGER NOT NULL,
    "state" "PayoutState" NOT NULL DEFAULT 'PLANNED',
    "holdReason" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "approvedById" UUID,
    "approvedAt" TIMESTAMPTZ(3),
    "grossFen" BIGINT NOT NULL DEFAULT 0,
    "feeFen" BIGINT NOT NULL DEFAULT 0,
    "allocatedFen" BIGINT NOT NULL DEFAULT 0,
    "transferredFen" BIGINT NOT NULL DEFAULT 0,
    "releasableAt" TIMESTAMPTZ(3),
    "transferAt" TIMESTAMPTZ(3),
    "releasedAt" TIMESTAMPTZ(3),
    "warnedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StageEvidence" (
    "id" UUID NOT NULL,
    "payoutId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "milestoneId" UUID,
    "state" "EvidenceState" NOT NULL DEFAULT 'PENDING',
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "StageEvidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Allocation" (
    "id" UUID NOT NULL,
    "payoutId" UUID NOT NULL,
    "lineId" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "returnedFen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignUpdate" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "bodyHtml" TEXT NOT NULL,
    "nowText" TEXT NOT NULL DEFAULT '',
    "nextText" TEXT NOT NULL DEFAULT '',
    "nextDueAt" TIMESTAMPTZ(3),
    "audience" "UpdateAudience" NOT NULL DEFAULT 'EVERYONE',
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CampaignUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignComment" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "parentId" UUID,
    "updateId" UUID,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hiddenAt" TIMESTAMPTZ(3),

    CONSTRAINT "CampaignComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Survey" (
    "campaignId" UUID NOT NULL,
    "intro" TEXT NOT NULL DEFAULT '',
    "questions" JSONB NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "lockAt" TIMESTAMPTZ(3),
    "lockedAt" TIMESTAMPTZ(3),
    "remindedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Survey_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "SurveyAnswer" (
    "pledgeId" UUID NOT NULL,
    "answers" JSONB NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SurveyAnswer_pkey" PRIMARY KEY ("pledgeId")
);

-- CreateTable
CREATE TABLE "Batch" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shipment" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "batchId" UUID,
    "state" "ShipmentState" NOT NULL DEFAULT 'NOT_STARTED',
    "carrier" TEXT NOT NULL DEFAULT '',
    "trackingNos" TEXT[],
    "note" TEXT NOT NULL DEFAULT '',
    "shippedAt" TIMESTAMPTZ(3),
    "signedAt" TIMESTAMPTZ(3),
    "confirmedAt" TIMESTAMPTZ(3),
    "byRule" BOOLEAN NOT NULL DEFAULT false,
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Shipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DefectReport" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "pledgeId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" "DefectState" NOT NULL DEFAULT 'REPORTED',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "decideBy" TIMESTAMPTZ(3),
    "answer" TEXT,
    "remedy" TEXT,
    "remedyFen" BIGINT,
    "answeredAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "DefectReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignExport" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "byUserId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "rows" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CampaignExport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BackerMessage" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "rewardId" UUID,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "recipients" INTEGER NOT NULL,
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BackerMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReferrerLink" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "byUserId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "clicks" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReferrerLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignCount" (
    "campaignId" UUID NOT NULL,
    "day" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "referrer" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CampaignCount_pkey" PRIMARY KEY ("campaignId","day","kind","referrer")
);

-- CreateTable
CREATE TABLE "CampaignCase" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "facts" JSONB,
    "state" "CaseState" NOT NULL DEFAULT 'OPEN',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lookBy" TIMESTAMPTZ(3) NOT NULL,
    "lookedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "action" TEXT,
    "decision" TEXT,

    CONSTRAINT "CampaignCase_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Campaign_creatorId_updatedAt_id_idx" ON "Campaign"("creatorId", "updatedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Campaign_lifecycle_deadlineAt_idx" ON "Campaign"("lifecycle", "deadlineAt");

-- CreateIndex
CREATE INDEX "Campaign_lifecycle_launchAt_idx" ON "Campaign"("lifecycle", "launchAt");

-- CreateIndex
CREATE INDEX "Campaign_collection_windowEndsAt_idx" ON "Campaign"("collection", "windowEndsAt");

-- CreateIndex
CREATE INDEX "Campaign_search_idx" ON "Campaign" USING GIN ("search");

-- CreateIndex
CREATE INDEX "CampaignReview_state_dueAt_idx" ON "CampaignReview"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignReview_campaignId_n_key" ON "CampaignReview"("campaignId", "n");

-- CreateIndex
CREATE UNIQUE INDEX "Reward_secretKey_key" ON "Reward"("secretKey");

-- CreateIndex
CREATE UNIQUE INDEX "Reward_campaignId_ord_key" ON "Reward"("campaignId", "ord");

-- CreateIndex
CREATE UNIQUE INDEX "BudgetLine_campaignId_ord_key" ON "BudgetLine"("campaignId", "ord");

-- CreateIndex
CREATE INDEX "BudgetTask_lineId_idx" ON "BudgetTask"("lineId");

-- CreateIndex
CREATE UNIQUE INDEX "StretchGoal_campaignId_ord_key" ON "StretchGoal"("campaignId", "ord");

-- CreateIndex
CREATE INDEX "Follow_userId_at_idx" ON "Follow"("userId", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "CampaignChange_campaignId_seq_key" ON "CampaignChange"("campaignId", "seq");

-- CreateIndex
CREATE INDEX "Pledge_campaignId_state_id_idx" ON "Pledge"("campaignId", "state", "id");

-- CreateIndex
CREATE INDEX "Pledge_userId_createdAt_id_idx" ON "Pledge"("userId", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Pledge_orgId_idx" ON "Pledge"("orgId");

-- CreateIndex
CREATE INDEX "Pledge_batchId_idx" ON "Pledge"("batchId");

-- CreateIndex
CREATE INDEX "PledgeVersion_state_untilAt_idx" ON "PledgeVersion"("state", "untilAt");

-- CreateIndex
CREATE UNIQUE INDEX "PledgeVersion_pledgeId_version_key" ON "PledgeVersion"("pledgeId", "version");

-- CreateIndex
CREATE INDEX "PledgeLine_rewardId_idx" ON "PledgeLine"("rewardId");

-- CreateIndex
CREATE INDEX "CancelRequest_campaignId_state_id_idx" ON "CancelRequest"("campaignId", "state", "id");

-- CreateIndex
CREATE INDEX "Waitlist_rewardId_state_id_idx" ON "Waitlist"("rewardId", "state", "id");

-- CreateIndex
CREATE INDEX "Waitlist_state_offerUntilAt_idx" ON "Waitlist"("state", "offerUntilAt");

-- CreateIndex
CREATE INDEX "Waitlist_userId_idx" ON "Waitlist"("userId");

-- CreateIndex
CREATE INDEX "Address_userId_id_idx" ON "Address"("userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PledgeRefund_key_key" ON "PledgeRefund"("key");

-- CreateIndex
CREATE INDEX "PledgeRefund_pledgeId_id_idx" ON "PledgeRefund"("pledgeId", "id");

-- CreateIndex
CREATE INDEX "PledgeRefund_campaignId_state_idx" ON "PledgeRefund"("campaignId", "state");

-- CreateIndex
CREATE INDEX "PledgeRefund_state_retryAt_idx" ON "PledgeRefund"("state", "retryAt");

-- CreateIndex
CREATE INDEX "Payout_state_dueAt_idx" ON "Payout"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Payout_campaignId_stage_key" ON "Payout"("campaignId", "stage");

-- CreateIndex
CREATE INDEX "StageEvidence_payoutId_id_idx" ON "StageEvidence"("payoutId", "id");

-- CreateIndex
CREATE INDEX "StageEvidence_state_at_idx" ON "StageEvidence"("state", "at");

-- CreateIndex
CREATE INDEX "Allocation_payoutId_idx" ON "Allocation"("payoutId");

-- CreateIndex
CREATE UNIQUE INDEX "Allocation_milestoneId_key" ON "Allocation"("milestoneId");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignUpdate_campaignId_ord_key" ON "CampaignUpdate"("campaignId", "ord");

-- CreateIndex
CREATE INDEX "CampaignComment_campaignId_parentId_id_idx" ON "CampaignComment"("campaignId", "parentId", "id");

-- CreateIndex
CREATE INDEX "Survey_lockedAt_lockAt_idx" ON "Survey"("lockedAt", "lockAt");

-- CreateIndex
CREATE UNIQUE INDEX "Batch_campaignId_ord_key" ON "Batch"("campaignId", "ord");

-- CreateIndex
CREATE INDEX "Shipment_campaignId_state_id_idx" ON "Shipment"("campaignId", "state", "id");

-- CreateIndex
CREATE INDEX "Shipment_pledgeId_idx" ON "Shipment"("pledgeId");

-- CreateIndex
CREATE INDEX "Shipment_state_signedAt_idx" ON "Shipment"("state", "signedAt");

-- CreateIndex
CREATE INDEX "DefectReport_campaignId_state_id_idx" ON "DefectReport"("campaignId", "state", "id");

-- CreateIndex
CREATE INDEX "DefectReport_state_answerBy_idx" ON "DefectReport"("state", "answerBy");

-- CreateIndex
CREATE INDEX "DefectReport_state_decideBy_idx" ON "DefectReport"("state", "decideBy");

-- CreateIndex
CREATE INDEX "DefectReport_pledgeId_idx" ON "DefectReport"("pledgeId");

-- CreateIndex
CREATE INDEX "CampaignExport_campaignId_at_idx" ON "CampaignExport"("campaignId", "at" DESC);

-- CreateIndex
CREATE INDEX "BackerMessage_campaignId_id_idx" ON "BackerMessage"("campaignId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReferrerLink_code_key" ON "ReferrerLink"("code");

-- CreateIndex
CREATE INDEX "ReferrerLink_campaignId_id_idx" ON "ReferrerLink"("campaignId", "id");

-- CreateIndex
CREATE INDEX "CampaignCase_state_lookBy_idx" ON "CampaignCase"("state", "lookBy");

-- CreateIndex
CREATE INDEX "CampaignCase_campaignId_id_idx" ON "CampaignCase"("campaignId", "id");

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignReview" ADD CONSTRAINT "CampaignReview_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reward" ADD CONSTRAINT "Reward_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShippingRate" ADD CONSTRAINT "ShippingRate_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BudgetLine" ADD CONSTRAINT "BudgetLine_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BudgetTask" ADD CONSTRAINT "BudgetTask_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "BudgetLine"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StretchGoal" ADD CONSTRAINT "StretchGoal_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Follow" ADD CONSTRAINT "Follow_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PledgeVersion" ADD CONSTRAINT "PledgeVersion_pledgeId_fkey" FOREIGN KEY ("pledgeId") REFERENCES "Pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PledgeLine" ADD CONSTRAINT "PledgeLine_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "PledgeVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Waitlist" ADD CONSTRAINT "Waitlist_rewardId_fkey" FOREIGN KEY ("rewardId") REFERENCES "Reward"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PledgeRefund" ADD CONSTRAINT "PledgeRefund_pledgeId_fkey" FOREIGN KEY ("pledgeId") REFERENCES "Pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payout" ADD CONSTRAINT "Payout_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StageEvidence" ADD CONSTRAINT "StageEvidence_payoutId_fkey" FOREIGN KEY ("payoutId") REFERENCES "Payout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_payoutId_fkey" FOREIGN KEY ("payoutId") REFERENCES "Payout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignUpdate" ADD CONSTRAINT "CampaignUpdate_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignComment" ADD CONSTRAINT "CampaignComment_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Survey" ADD CONSTRAINT "Survey_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyAnswer" ADD CONSTRAINT "SurveyAnswer_pledgeId_fkey" FOREIGN KEY ("pledgeId") REFERENCES "Pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Batch" ADD CONSTRAINT "Batch_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Shipment" ADD CONSTRAINT "Shipment_pledgeId_fkey" FOREIGN KEY ("pledgeId") REFERENCES "Pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Shipment" ADD CONSTRAINT "Shipment_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "Batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DefectReport" ADD CONSTRAINT "DefectReport_pledgeId_fkey" FOREIGN KEY ("pledgeId") REFERENCES "Pledge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

