-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OrgKind" AS ENUM ('PERSON', 'COMPANY');

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('OWNER', 'ADMIN', 'BIDDER', 'FINANCE', 'MEMBER');

-- CreateEnum
CREATE TYPE "RealNameState" AS ENUM ('PENDING', 'APPROVED', 'REJECTED');

-- CreateEnum
CREATE TYPE "ReportState" AS ENUM ('OPEN', 'UPHELD', 'DISMISSED');

-- CreateEnum
CREATE TYPE "TaskKind" AS ENUM ('TENDER_SEALED', 'TENDER_LIVE');

-- CreateEnum
CREATE TYPE "TaskState" AS ENUM ('DRAFT', 'IN_REVIEW', 'REJECTED', 'OPEN', 'QUALIFYING', 'LIVE', 'SELECTION', 'AWARD_PENDING', 'CONTRACTING', 'SUSPENDED', 'CANCELLED', 'FAILED');

-- CreateEnum
CREATE TYPE "TaskVisibility" AS ENUM ('PUBLIC', 'INVITED');

-- CreateEnum
CREATE TYPE "IpClause" AS ENUM ('ASSIGN_ON_RELEASE', 'LICENCE', 'PROVIDER_KEEPS');

-- CreateEnum
CREATE TYPE "BidState" AS ENUM ('SUBMITTED', 'NEEDS_RECONFIRM', 'WITHDRAWN', 'DISQUALIFIED', 'QUALIFIED', 'AWARDED', 'STANDBY', 'NOT_SELECTED', 'LAPSED', 'DECLINED');

-- CreateEnum
CREATE TYPE "AuctionState" AS ENUM ('SCHEDULED', 'LOBBY', 'RUNNING', 'PAUSED', 'CLOSED', 'ABORTED');

-- CreateEnum
CREATE TYPE "AuctionVisibility" AS ENUM ('RANK_ONLY', 'BEST_SCORE', 'FULL_LADDER');

-- CreateEnum
CREATE TYPE "AwardState" AS ENUM ('OFFERED', 'ACCEPTED', 'DECLINED', 'LAPSED');

-- CreateEnum
CREATE TYPE "ContractState" AS ENUM ('SENT', 'SIGNED', 'ACTIVE', 'PAUSED', 'COMPLETED', 'TERMINATED');

-- CreateEnum
CREATE TYPE "ContractSide" AS ENUM ('EMPLOYER', 'PROVIDER');

-- CreateEnum
CREATE TYPE "MilestoneState" AS ENUM ('PLANNED', 'AWAITING_FUNDING', 'FUNDED', 'WORKING', 'SUBMITTED', 'CHANGES_REQUESTED', 'ACCEPTED', 'RELEASING', 'RELEASED', 'REFUNDING', 'REFUNDED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ProposalState" AS ENUM ('PROPOSED', 'AGREED', 'REJECTED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "RemittanceKind" AS ENUM ('TRANSFER', 'REFUND');

-- CreateEnum
CREATE TYPE "RemittanceState" AS ENUM ('PENDING', 'READY', 'SENDING', 'DONE', 'STUCK');

-- CreateEnum
CREATE TYPE "DisputeState" AS ENUM ('OPENED', 'EXECUTED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "LedgerSide" AS ENUM ('DEBIT', 'CREDIT');

-- CreateEnum
CREATE TYPE "IntentKind" AS ENUM ('CHECKOUT', 'TRANSFER', 'REFUND');

-- CreateEnum
CREATE TYPE "IntentState" AS ENUM ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN', 'SUCCEEDED', 'FAILED', 'PARKED');

-- CreateTable
CREATE TABLE "AppClock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offsetMs" BIGINT NOT NULL DEFAULT 0,
    "tickAt" TIMESTAMPTZ(3),
    "tickOffsetMs" BIGINT,

    CONSTRAINT "AppClock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "socket_io_attachments" (
    "id" BIGSERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "payload" BYTEA,

    CONSTRAINT "socket_io_attachments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'zh',
    "operator" BOOLEAN NOT NULL DEFAULT false,
    "suspendedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "activeOrgId" UUID,
    "userId" UUID NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "kind" "OrgKind" NOT NULL,
    "name" TEXT NOT NULL,
    "city" TEXT NOT NULL DEFAULT '',
    "about" TEXT NOT NULL DEFAULT '',
    "website" TEXT,
    "skills" TEXT[],
    "categories" TEXT[],
    "avatarFileId" UUID,
    "legalName" TEXT,
    "uscc" TEXT,
    "verifiedAt" TIMESTAMPTZ(3),
    "suspendedAt" TIMESTAMPTZ(3),
    "suspensionReason" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "orgId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "MemberRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("orgId","userId")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "invitedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PortfolioItem" (
    "id" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "fileId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PortfolioItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Consent" (
    "userId" UUID NOT NULL,
    "document" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("userId","document","version")
);

-- CreateTable
CREATE TABLE "RealNameRequest" (
    "id" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "legalName" TEXT NOT NULL,
    "idNumber" TEXT NOT NULL,
    "idNumberLast4" TEXT NOT NULL,
    "state" "RealNameState" NOT NULL DEFAULT 'PENDING',
    "requestedById" UUID NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "RealNameRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "href" TEXT NOT NULL,
    "subject" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Report" (
    "id" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" "ReportState" NOT NULL DEFAULT 'OPEN',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OperatorAct" (
    "id" BIGSERIAL NOT NULL,
    "operatorId" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "reason" TEXT,
    "details" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OperatorAct_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ForbiddenWord" (
    "word" TEXT NOT NULL,
    "addedById" UUID,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ForbiddenWord_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "Transition" (
    "id" BIGSERIAL NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" UUID NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "actorId" UUID,
    "actorRole" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "requestId" TEXT,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "Transition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "File" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FileLink" (
    "fileId" UUID NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "ord" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "FileLink_pkey" PRIMARY KEY ("fileId","subjectType","subjectId")
);

-- CreateTable
CREATE TABLE "Task" (
    "id" UUID NOT NULL,
    "employerId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "kind" "TaskKind" NOT NULL DEFAULT 'TENDER_SEALED',
    "state" "TaskState" NOT NULL DEFAULT 'DRAFT',
    "draft" JSONB,
    "title" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "scope" TEXT NOT NULL DEFAULT '',
    "deliverables" TEXT NOT NULL DEFAULT '',
    "ipClause" "IpClause" NOT NULL DEFAULT 'ASSIGN_ON_RELEASE',
    "budgetFen" BIGINT NOT NULL DEFAULT 0,
    "budgetIsGuide" BOOLEAN NOT NULL DEFAULT false,
    "workDays" INTEGER NOT NULL DEFAULT 0,
    "bidDays" INTEGER NOT NULL DEFAULT 7,
    "weightPrice" INTEGER NOT NULL DEFAULT 40,
    "weightTime" INTEGER NOT NULL DEFAULT 10,
    "weightQuality" INTEGER NOT NULL DEFAULT 35,
    "weightRecord" INTEGER NOT NULL DEFAULT 15,
    "visibility" "TaskVisibility" NOT NULL DEFAULT 'PUBLIC',
    "coverFileId" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "bidCount" INTEGER NOT NULL DEFAULT 0,
    "lastLabel" INTEGER NOT NULL DEFAULT 0,
    "rejections" INTEGER NOT NULL DEFAULT 0,
    "reviewReason" TEXT,
    "endReason" TEXT,
    "suspendedFrom" "TaskState",
    "suspendedAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "publishedAt" TIMESTAMPTZ(3),
    "closeAt" TIMESTAMPTZ(3),
    "qualifyUntilAt" TIMESTAMPTZ(3),
    "liveAt" TIMESTAMPTZ(3),
    "selectBy" TIMESTAMPTZ(3),
    "selectionAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "search" tsvector,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskStage" (
    "taskId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "acceptance" TEXT[],

    CONSTRAINT "TaskStage_pkey" PRIMARY KEY ("taskId","ord")
);

-- CreateTable
CREATE TABLE "TaskCriterion" (
    "taskId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "weight" INTEGER NOT NULL,

    CONSTRAINT "TaskCriterion_pkey" PRIMARY KEY ("taskId","ord")
);

-- CreateTable
CREATE TABLE "TaskAmendment" (
    "taskId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "changes" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TaskAmendment_pkey" PRIMARY KEY ("taskId","version")
);

-- CreateTable
CREATE TABLE "TaskInvite" (
    "taskId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TaskInvite_pkey" PRIMARY KEY ("taskId","orgId")
);

-- CreateTable
CREATE TABLE "Bid" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "state" "BidState" NOT NULL DEFAULT 'SUBMITTED',
    "label" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "taskVersion" INTEGER NOT NULL,
    "priceFen" BIGINT NOT NULL,
    "taxIncluded" BOOLEAN NOT NULL DEFAULT true,
    "days" INTEGER NOT NULL,
    "proposal" TEXT NOT NULL,
    "disqualifyReason" TEXT,
    "fixUntilAt" TIMESTAMPTZ(3),
    "qualityMilli" INTEGER,
    "recordMilli" INTEGER,
    "priceScoreMilli" INTEGER,
    "timeScoreMilli" INTEGER,
    "scoreMilli" INTEGER,
    "rank" INTEGER,
    "feedback" TEXT,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,
    "editedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Bid_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BidStage" (
    "bidId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "days" INTEGER NOT NULL,

    CONSTRAINT "BidStage_pkey" PRIMARY KEY ("bidId","ord")
);

-- CreateTable
CREATE TABLE "BidVersion" (
    "bidId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BidVersion_pkey" PRIMARY KEY ("bidId","version")
);

-- CreateTable
CREATE TABLE "BidScore" (
    "bidId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,

    CONSTRAINT "BidScore_pkey" PRIMARY KEY ("bidId","ord")
);

-- CreateTable
CREATE TABLE "Auction" (
    "taskId" UUID NOT NULL,
    "state" "AuctionState" NOT NULL DEFAULT 'SCHEDULED',
    "visibility" "AuctionVisibility" NOT NULL DEFAULT 'BEST_SCORE',
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "scheduledEndAt" TIMESTAMPTZ(3) NOT NULL,
    "hardEndAt" TIMESTAMPTZ(3) NOT NULL,
    "pausedAt" TIMESTAMPTZ(3),
    "resumeAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "baseMinutes" INTEGER NOT NULL DEFAULT 30,
    "lobbyMinutes" INTEGER NOT NULL DEFAULT 10,
    "softWindowMs" INTEGER NOT NULL DEFAULT 180000,
    "extendMs" INTEGER NOT NULL DEFAULT 180000,
    "maxExtensions" INTEGER NOT NULL DEFAULT 20,
    "minStepFen" BIGINT NOT NULL,
    "floorFen" BIGINT NOT NULL,
    "intervalMs" INTEGER NOT NULL DEFAULT 2000,
    "maxFailures" INTEGER NOT NULL DEFAULT 5,
    "failurePauseMs" INTEGER NOT NULL DEFAULT 10000,
    "confirmBps" INTEGER NOT NULL DEFAULT 1500,
    "budgetFen" BIGINT NOT NULL,
    "weightPrice" INTEGER NOT NULL,
    "extensions" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "v" INTEGER NOT NULL DEFAULT 0,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "leaderMilli" INTEGER,
    "genesisHash" TEXT NOT NULL DEFAULT '',
    "headHash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Auction_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "AuctionBidder" (
    "taskId" UUID NOT NULL,
    "bidId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "label" INTEGER NOT NULL,
    "fixedMilli" INTEGER NOT NULL,
    "openingFen" BIGINT NOT NULL,
    "priceFen" BIGINT NOT NULL,
    "scoreMilli" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "lastSeq" INTEGER NOT NULL DEFAULT 0,
    "lastAt" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "pausedUntilAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuctionBidder_pkey" PRIMARY KEY ("taskId","bidId")
);

-- CreateTable
CREATE TABLE "AuctionBid" (
    "taskId" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL,
    "bidId" UUID NOT NULL,
    "label" INTEGER NOT NULL,
    "priceFen" BIGINT NOT NULL,
    "scoreMilli" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "intentId" UUID NOT NULL,
    "v" INTEGER NOT NULL,
    "extensions" INTEGER NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuctionBid_pkey" PRIMARY KEY ("taskId","round","seq")
);

-- CreateTable
CREATE TABLE "AuctionEvent" (
    "id" BIGSERIAL NOT NULL,
    "taskId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "details" JSONB,

    CONSTRAINT "AuctionEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Award" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "bidId" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "state" "AwardState" NOT NULL DEFAULT 'OFFERED',
    "reason" TEXT,
    "byUserId" UUID,
    "offeredAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptBy" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Award_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contract" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "bidId" UUID NOT NULL,
    "employerId" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "state" "ContractState" NOT NULL DEFAULT 'SENT',
    "title" TEXT NOT NULL,
    "priceFen" BIGINT NOT NULL,
    "body" JSONB NOT NULL,
    "versionHash" TEXT NOT NULL,
    "acceptDays" INTEGER NOT NULL,
    "signBy" TIMESTAMPTZ(3) NOT NULL,
    "fundBy" TIMESTAMPTZ(3),
    "signedAt" TIMESTAMPTZ(3),
    "activeAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContractSignature" (
    "contractId" UUID NOT NULL,
    "side" "ContractSide" NOT NULL,
    "userId" UUID NOT NULL,
    "versionHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContractSignature_pkey" PRIMARY KEY ("contractId","side")
);

-- CreateTable
CREATE TABLE "Milestone" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "days" INTEGER NOT NULL,
    "state" "MilestoneState" NOT NULL DEFAULT 'PLANNED',
    "releasedFen" BIGINT NOT NULL DEFAULT 0,
    "refundedFen" BIGINT NOT NULL DEFAULT 0,
    "disputedFen" BIGINT NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "payMethod" TEXT,
    "fundBy" TIMESTAMPTZ(3),
    "fundedAt" TIMESTAMPTZ(3),
    "workingAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "formalNoticeAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "acceptBy" TIMESTAMPTZ(3),
    "changesDueAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedByRule" BOOLEAN NOT NULL DEFAULT false,
    "coolingUntilAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AcceptanceItem" (
    "id" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "AcceptanceItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "changesText" TEXT,
    "changesAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryAnswer" (
    "deliveryId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "answer" TEXT NOT NULL,
    "failed" BOOLEAN NOT NULL DEFAULT false,
    "remark" TEXT,

    CONSTRAINT "DeliveryAnswer_pkey" PRIMARY KEY ("deliveryId","itemId")
);

-- CreateTable
CREATE TABLE "RefundProposal" (
    "id" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "ProposalState" NOT NULL DEFAULT 'PROPOSED',
    "proposedById" UUID NOT NULL,
    "side" "ContractSide" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "RefundProposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Remittance" (
    "id" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "kind" "RemittanceKind" NOT NULL,
    "orgId" UUID NOT NULL,
    "chargeId" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "state" "RemittanceState" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Remittance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dispute" (
    "id" UUID NOT NULL,
    "milestoneId" UUID NOT NULL,
    "side" "ContractSide" NOT NULL,
    "openedById" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "wantedFen" BIGINT NOT NULL,
    "state" "DisputeState" NOT NULL DEFAULT 'OPENED',
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "toProviderFen" BIGINT,
    "toEmployerFen" BIGINT,
    "decision" TEXT,

    CONSTRAINT "Dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DisputeEvidence" (
    "id" UUID NOT NULL,
    "disputeId" UUID NOT NULL,
    "byUserId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DisputeEvidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerAccount" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "side" "LedgerSide" NOT NULL,
    "floorZero" BOOLEAN NOT NULL,
    "shards" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LedgerAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerTx" (
    "id" BIGSERIAL NOT NULL,
    "idemKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "LedgerTx_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "id" BIGSERIAL NOT NULL,
    "txId" BIGINT NOT NULL,
    "accountId" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerBalance" (
    "accountId" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "side" "LedgerSide" NOT NULL,
    "floorZero" BOOLEAN NOT NULL,
    "debitFen" BIGINT NOT NULL DEFAULT 0,
    "creditFen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "LedgerBalance_pkey" PRIMARY KEY ("accountId","shard")
);

-- CreateTable
CREATE TABLE "LedgerBlock" (
    "seq" INTEGER NOT NULL,
    "uptoTxId" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LedgerBlock_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "PspIntent" (
    "id" UUID NOT NULL,
    "kind" "IntentKind" NOT NULL,
    "purpose" TEXT NOT NULL,
    "refType" TEXT NOT NULL,
    "refId" UUID NOT NULL,
    "orgId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'cny',
    "params" JSONB NOT NULL,
    "paramsHash" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "state" "IntentState" NOT NULL DEFAULT 'CREATED',
    "pspId" TEXT,
    "chargeId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finalisedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PspIntent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PspInbox" (
    "eventId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "apiVersion" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "payload" JSONB NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "processedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "lastError" TEXT,

    CONSTRAINT "PspInbox_pkey" PRIMARY KEY ("eventId")
);

-- CreateTable
CREATE TABLE "FundingLot" (
    "id" UUID NOT NULL,
    "intentId" UUID NOT NULL,
    "chargeId" TEXT NOT NULL,
    "paymentIntent" TEXT NOT NULL,
    "refType" TEXT NOT NULL,
    "refId" UUID NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "transferredFen" BIGINT NOT NULL DEFAULT 0,
    "refundedFen" BIGINT NOT NULL DEFAULT 0,
    "method" TEXT NOT NULL,
    "fingerprint" TEXT,
    "feeFen" BIGINT,
    "availableOn" TIMESTAMPTZ(3),
    "availableAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FundingLot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payee" (
    "orgId" UUID NOT NULL,
    "accountId" TEXT NOT NULL,
    "payable" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "checkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Payee_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "PspCursor" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PspCursor_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_orgId_id_idx" ON "Invitation"("orgId", "id");

-- CreateIndex
CREATE INDEX "PortfolioItem_orgId_id_idx" ON "PortfolioItem"("orgId", "id");

-- CreateIndex
CREATE INDEX "RealNameRequest_orgId_id_idx" ON "RealNameRequest"("orgId", "id");

-- CreateIndex
CREATE INDEX "RealNameRequest_state_id_idx" ON "RealNameRequest"("state", "id");

-- CreateIndex
CREATE INDEX "Notice_userId_id_idx" ON "Notice"("userId", "id");

-- CreateIndex
CREATE INDEX "Notice_subject_idx" ON "Notice"("subject");

-- CreateIndex
CREATE INDEX "Report_state_id_idx" ON "Report"("state", "id");

-- CreateIndex
CREATE INDEX "Report_subjectType_subjectId_idx" ON "Report"("subjectType", "subjectId");

-- CreateIndex
CREATE INDEX "OperatorAct_subjectType_subjectId_idx" ON "OperatorAct"("subjectType", "subjectId");

-- CreateIndex
CREATE INDEX "OperatorAct_operatorId_id_idx" ON "OperatorAct"("operatorId", "id");

-- CreateIndex
CREATE INDEX "Transition_entity_entityId_id_idx" ON "Transition"("entity", "entityId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "File_storageKey_key" ON "File"("storageKey");

-- CreateIndex
CREATE INDEX "File_ownerId_id_idx" ON "File"("ownerId", "id");

-- CreateIndex
CREATE INDEX "File_createdAt_idx" ON "File"("createdAt");

-- CreateIndex
CREATE INDEX "FileLink_subjectType_subjectId_ord_idx" ON "FileLink"("subjectType", "subjectId", "ord");

-- CreateIndex
CREATE INDEX "Task_state_publishedAt_id_idx" ON "Task"("state", "publishedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Task_category_state_publishedAt_idx" ON "Task"("category", "state", "publishedAt" DESC);

-- CreateIndex
CREATE INDEX "Task_employerId_updatedAt_id_idx" ON "Task"("employerId", "updatedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Task_state_closeAt_idx" ON "Task"("state", "closeAt");

-- CreateIndex
CREATE INDEX "Task_search_idx" ON "Task" USING GIN ("search");

-- CreateIndex
CREATE INDEX "TaskInvite_orgId_idx" ON "TaskInvite"("orgId");

-- CreateIndex
CREATE INDEX "Bid_providerId_editedAt_id_idx" ON "Bid"("providerId", "editedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Bid_taskId_state_idx" ON "Bid"("taskId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Bid_taskId_label_key" ON "Bid"("taskId", "label");

-- CreateIndex
CREATE INDEX "Auction_state_startAt_idx" ON "Auction"("state", "startAt");

-- CreateIndex
CREATE INDEX "Auction_state_endAt_idx" ON "Auction"("state", "endAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuctionBidder_taskId_orgId_key" ON "AuctionBidder"("taskId", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "AuctionBid_taskId_bidId_intentId_key" ON "AuctionBid"("taskId", "bidId", "intentId");

-- CreateIndex
CREATE INDEX "AuctionEvent_taskId_id_idx" ON "AuctionEvent"("taskId", "id");

-- CreateIndex
CREATE INDEX "Award_state_acceptBy_idx" ON "Award"("state", "acceptBy");

-- CreateIndex
CREATE INDEX "Award_taskId_offeredAt_idx" ON "Award"("taskId", "offeredAt");

-- CreateIndex
CREATE INDEX "Contract_employerId_createdAt_id_idx" ON "Contract"("employerId", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Contract_providerId_createdAt_id_idx" ON "Contract"("providerId", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Contract_state_signBy_idx" ON "Contract"("state", "signBy");

-- CreateIndex
CREATE INDEX "Contract_state_fundBy_idx" ON "Contract"("state", "fundBy");

-- CreateIndex
CREATE INDEX "Milestone_state_acceptBy_idx" ON "Milestone"("state", "acceptBy");

-- CreateIndex
CREATE INDEX "Milestone_state_coolingUntilAt_idx" ON "Milestone"("state", "coolingUntilAt");

-- CreateIndex
CREATE INDEX "Milestone_state_fundBy_idx" ON "Milestone"("state", "fundBy");

-- CreateIndex
CREATE INDEX "Milestone_state_fundedAt_idx" ON "Milestone"("state", "fundedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Milestone_contractId_ord_key" ON "Milestone"("contractId", "ord");

-- CreateIndex
CREATE UNIQUE INDEX "AcceptanceItem_milestoneId_ord_key" ON "AcceptanceItem"("milestoneId", "ord");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_milestoneId_round_key" ON "Delivery"("milestoneId", "round");

-- CreateIndex
CREATE INDEX "RefundProposal_milestoneId_id_idx" ON "RefundProposal"("milestoneId", "id");

-- CreateIndex
CREATE INDEX "Remittance_milestoneId_id_idx" ON "Remittance"("milestoneId", "id");

-- CreateIndex
CREATE INDEX "Remittance_state_kind_retryAt_idx" ON "Remittance"("state", "kind", "retryAt");

-- CreateIndex
CREATE INDEX "Dispute_milestoneId_id_idx" ON "Dispute"("milestoneId", "id");

-- CreateIndex
CREATE INDEX "Dispute_state_id_idx" ON "Dispute"("state", "id");

-- CreateIndex
CREATE INDEX "DisputeEvidence_disputeId_id_idx" ON "DisputeEvidence"("disputeId", "id");

-- CreateIndex
CREATE INDEX "Message_contractId_id_idx" ON "Message"("contractId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerAccount_key_key" ON "LedgerAccount"("key");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerAccount_id_currency_key" ON "LedgerAccount"("id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerTx_idemKey_key" ON "LedgerTx"("idemKey");

-- CreateIndex
CREATE INDEX "LedgerTx_ref_id_idx" ON "LedgerTx"("ref", "id");

-- CreateIndex
CREATE INDEX "LedgerEntry_accountId_id_idx" ON "LedgerEntry"("accountId", "id");

-- CreateIndex
CREATE INDEX "LedgerEntry_txId_idx" ON "LedgerEntry"("txId");

-- CreateIndex
CREATE UNIQUE INDEX "PspIntent_pspId_key" ON "PspIntent"("pspId");

-- CreateIndex
CREATE INDEX "PspIntent_state_leaseUntil_idx" ON "PspIntent"("state", "leaseUntil");

-- CreateIndex
CREATE INDEX "PspIntent_refType_refId_idx" ON "PspIntent"("refType", "refId");

-- CreateIndex
CREATE INDEX "PspIntent_createdAt_idx" ON "PspIntent"("createdAt");

-- CreateIndex
CREATE INDEX "PspInbox_processedAt_dueAt_idx" ON "PspInbox"("processedAt", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "FundingLot_intentId_key" ON "FundingLot"("intentId");

-- CreateIndex
CREATE UNIQUE INDEX "FundingLot_chargeId_key" ON "FundingLot"("chargeId");

-- CreateIndex
CREATE INDEX "FundingLot_refType_refId_createdAt_idx" ON "FundingLot"("refType", "refId", "createdAt");

-- CreateIndex
CREATE INDEX "FundingLot_availableAt_availableOn_idx" ON "FundingLot"("availableAt", "availableOn");

-- CreateIndex
CREATE UNIQUE INDEX "Payee_accountId_key" ON "Payee"("accountId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PortfolioItem" ADD CONSTRAINT "PortfolioItem_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RealNameRequest" ADD CONSTRAINT "RealNameRequest_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FileLink" ADD CONSTRAINT "FileLink_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_employerId_fkey" FOREIGN KEY ("employerId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskStage" ADD CONSTRAINT "TaskStage_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskCriterion" ADD CONSTRAINT "TaskCriterion_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskAmendment" ADD CONSTRAINT "TaskAmendment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskInvite" ADD CONSTRAINT "TaskInvite_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bid" ADD CONSTRAINT "Bid_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bid" ADD CONSTRAINT "Bid_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BidStage" ADD CONSTRAINT "BidStage_bidId_fkey" FOREIGN KEY ("bidId") REFERENCES "Bid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BidVersion" ADD CONSTRAINT "BidVersion_bidId_fkey" FOREIGN KEY ("bidId") REFERENCES "Bid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BidScore" ADD CONSTRAINT "BidScore_bidId_fkey" FOREIGN KEY ("bidId") REFERENCES "Bid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BidScore" ADD CONSTRAINT "BidScore_taskId_ord_fkey" FOREIGN KEY ("taskId", "ord") REFERENCES "TaskCriterion"("taskId", "ord") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Auction" ADD CONSTRAINT "Auction_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuctionBidder" ADD CONSTRAINT "AuctionBidder_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Auction"("taskId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Award" ADD CONSTRAINT "Award_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Award" ADD CONSTRAINT "Award_bidId_fkey" FOREIGN KEY ("bidId") REFERENCES "Bid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contract" ADD CONSTRAINT "Contract_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contract" ADD CONSTRAINT "Contract_employerId_fkey" FOREIGN KEY ("employerId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contract" ADD CONSTRAINT "Contract_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContractSignature" ADD CONSTRAINT "ContractSignature_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Milestone" ADD CONSTRAINT "Milestone_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AcceptanceItem" ADD CONSTRAINT "AcceptanceItem_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryAnswer" ADD CONSTRAINT "DeliveryAnswer_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryAnswer" ADD CONSTRAINT "DeliveryAnswer_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AcceptanceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RefundProposal" ADD CONSTRAINT "RefundProposal_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Remittance" ADD CONSTRAINT "Remittance_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DisputeEvidence" ADD CONSTRAINT "DisputeEvidence_disputeId_fkey" FOREIGN KEY ("disputeId") REFERENCES "Dispute"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_txId_fkey" FOREIGN KEY ("txId") REFERENCES "LedgerTx"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_accountId_currency_fkey" FOREIGN KEY ("accountId", "currency") REFERENCES "LedgerAccount"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

