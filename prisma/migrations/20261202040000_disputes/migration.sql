-- A dispute between the parties: answered, negotiated, mediated, decided, appealed once, and only then executed.

CREATE TYPE "DisputeGround" AS ENUM ('OFFER', 'PROPOSAL', 'DEFAULT', 'DECISION', 'APPEAL');
CREATE TYPE "DisputeEvidenceKind" AS ENUM ('STATEMENT', 'RESPONSE', 'ABSENCE', 'APPEAL');

-- New states in the order of a life. A fresh type, because values that are added to one cannot be used in the same transaction.
ALTER TABLE "Dispute" DROP CONSTRAINT split_sums;
ALTER TABLE "Dispute" ALTER COLUMN state DROP DEFAULT;
ALTER TYPE "DisputeState" RENAME TO "DisputeState_before";
CREATE TYPE "DisputeState" AS ENUM (
  'OPENED', 'RESPONDED', 'NEGOTIATING', 'MEDIATION', 'PANEL', 'DECIDED', 'APPEALED', 'FINAL', 'EXECUTED', 'SETTLED', 'DEFAULTED', 'WITHDRAWN');
ALTER TABLE "Dispute" ALTER COLUMN state TYPE "DisputeState" USING state::text::"DisputeState";
ALTER TABLE "Dispute" ALTER COLUMN state SET DEFAULT 'OPENED';
DROP TYPE "DisputeState_before";

ALTER TABLE "Dispute"
  ADD COLUMN "acceptedOfferId" UUID,
  ADD COLUMN "appealSide" "ContractSide",
  ADD COLUMN "appealedAt" TIMESTAMPTZ(3),
  ADD COLUMN "dueAt" TIMESTAMPTZ(3),
  ADD COLUMN "employerAgrees" BOOLEAN,
  ADD COLUMN "employerWaivedAt" TIMESTAMPTZ(3),
  ADD COLUMN "executedAt" TIMESTAMPTZ(3),
  ADD COLUMN "filedAt" TIMESTAMPTZ(3),
  ADD COLUMN "filedSide" "ContractSide",
  ADD COLUMN "filedWith" TEXT,
  ADD COLUMN "filingNumber" TEXT,
  ADD COLUMN "frozenUntil" TIMESTAMPTZ(3),
  ADD COLUMN "ground" "DisputeGround",
  ADD COLUMN "lostBy" "ContractSide",
  ADD COLUMN "mediatorId" UUID,
  ADD COLUMN "objectUntil" TIMESTAMPTZ(3),
  ADD COLUMN "proposal" TEXT,
  ADD COLUMN "proposalFen" BIGINT,
  ADD COLUMN "proposedAt" TIMESTAMPTZ(3),
  ADD COLUMN "providerAgrees" BOOLEAN,
  ADD COLUMN "providerWaivedAt" TIMESTAMPTZ(3),
  ADD COLUMN "reinstatedAt" TIMESTAMPTZ(3),
  ADD COLUMN "respondedAt" TIMESTAMPTZ(3);
ALTER TABLE "DisputeEvidence" ADD COLUMN "kind" "DisputeEvidenceKind" NOT NULL DEFAULT 'STATEMENT';

CREATE TABLE "DisputeItem" (
  "disputeId" UUID NOT NULL,
  "itemId" UUID NOT NULL,
  CONSTRAINT "DisputeItem_pkey" PRIMARY KEY ("disputeId", "itemId")
);
CREATE TABLE "DisputeOffer" (
  "id" UUID NOT NULL,
  "disputeId" UUID NOT NULL,
  "side" "ContractSide" NOT NULL,
  "byUserId" UUID NOT NULL,
  "toProviderFen" BIGINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "DisputeOffer_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "DisputeDecision" (
  "disputeId" UUID NOT NULL,
  "instance" INTEGER NOT NULL,
  "operatorId" UUID NOT NULL,
  "toProviderFen" BIGINT NOT NULL,
  "toEmployerFen" BIGINT NOT NULL,
  "reasons" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "DisputeDecision_pkey" PRIMARY KEY ("disputeId", "instance")
);

-- What was decided when a dispute knew one decision only. An opener's wish is its first offer, under the dispute's own id, which sorts by time.
INSERT INTO "DisputeDecision" ("disputeId", instance, "operatorId", "toProviderFen", "toEmployerFen", reasons, at)
  SELECT id, 1, "decidedById", "toProviderFen", "toEmployerFen", decision, "decidedAt" FROM "Dispute" WHERE state = 'EXECUTED';
INSERT INTO "DisputeOffer" (id, "disputeId", side, "byUserId", "toProviderFen", at)
  SELECT id, id, side, "openedById", CASE side WHEN 'PROVIDER' THEN "wantedFen" ELSE "amountFen" - "wantedFen" END, "openedAt" FROM "Dispute";
UPDATE "Dispute" SET "executedAt" = "decidedAt", ground = 'DECISION' WHERE state = 'EXECUTED';
-- A dispute that is open now gives the other side its five days from now.
UPDATE "Dispute" SET "dueAt" = app_now() + interval '5 days' WHERE state = 'OPENED';
ALTER TABLE "Dispute" DROP COLUMN "decidedAt", DROP COLUMN "decidedById", DROP COLUMN "decision";

CREATE INDEX "DisputeOffer_disputeId_id_idx" ON "DisputeOffer"("disputeId", "id");
CREATE UNIQUE INDEX "another_operator_on_appeal" ON "DisputeDecision"("disputeId", "operatorId");
CREATE UNIQUE INDEX "Dispute_acceptedOfferId_key" ON "Dispute"("acceptedOfferId");
CREATE INDEX "Dispute_dueAt_id_idx" ON "Dispute"("dueAt", "id");

ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_acceptedOfferId_fkey" FOREIGN KEY ("acceptedOfferId") REFERENCES "DisputeOffer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DisputeItem" ADD CONSTRAINT "DisputeItem_disputeId_fkey" FOREIGN KEY ("disputeId") REFERENCES "Dispute"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DisputeItem" ADD CONSTRAINT "DisputeItem_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AcceptanceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DisputeOffer" ADD CONSTRAINT "DisputeOffer_disputeId_fkey" FOREIGN KEY ("disputeId") REFERENCES "Dispute"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DisputeDecision" ADD CONSTRAINT "DisputeDecision_disputeId_fkey" FOREIGN KEY ("disputeId") REFERENCES "Dispute"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Dispute"
  -- Whatever is not over has a moment at which time moves it.
  ADD CONSTRAINT dispute_due CHECK ((state IN ('EXECUTED', 'SETTLED', 'WITHDRAWN')) = ("dueAt" IS NULL)),
  -- A split stands from the moment somebody or something divided the sum, and it divides exactly that sum.
  ADD CONSTRAINT split_stands CHECK (
    (state IN ('DEFAULTED', 'DECIDED', 'APPEALED', 'FINAL', 'EXECUTED', 'SETTLED')) = (num_nulls("toProviderFen", "toEmployerFen", ground) = 0)
    AND num_nulls("toProviderFen", "toEmployerFen", ground) IN (0, 3)),
  ADD CONSTRAINT split_sums CHECK ("toProviderFen" IS NULL OR ("toProviderFen" >= 0 AND "toEmployerFen" >= 0 AND "toProviderFen" + "toEmployerFen" = "amountFen")),
  ADD CONSTRAINT executed_once_over CHECK ((state IN ('EXECUTED', 'SETTLED')) = ("executedAt" IS NOT NULL)),
  ADD CONSTRAINT objection_window CHECK (state NOT IN ('DEFAULTED', 'DECIDED') OR "objectUntil" IS NOT NULL),
  ADD CONSTRAINT proposal_within CHECK (num_nulls("mediatorId", "proposedAt", "proposalFen", proposal) IN (0, 4) AND "proposalFen" BETWEEN 0 AND "amountFen"),
  ADD CONSTRAINT appeal_has_side CHECK (num_nulls("appealSide", "appealedAt") IN (0, 2) AND (state <> 'APPEALED' OR "appealedAt" IS NOT NULL)),
  ADD CONSTRAINT filing_whole CHECK (num_nulls("filedSide", "filedAt", "filedWith", "filingNumber", "frozenUntil") IN (0, 5));
ALTER TABLE "DisputeOffer" ADD CONSTRAINT offer_positive CHECK ("toProviderFen" >= 0);
ALTER TABLE "DisputeDecision"
  ADD CONSTRAINT two_instances CHECK (instance IN (1, 2)),
  ADD CONSTRAINT decision_positive CHECK ("toProviderFen" >= 0 AND "toEmployerFen" >= 0);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "DisputeOffer" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "DisputeDecision" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
