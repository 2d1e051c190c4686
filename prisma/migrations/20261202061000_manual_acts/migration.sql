-- CreateEnum
CREATE TYPE "ManualKind" AS ENUM ('SUSPENSE', 'ADJUSTMENT', 'REFUND', 'INTENT');

-- CreateEnum
CREATE TYPE "ManualState" AS ENUM ('PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'EXPIRED');

-- CreateTable
CREATE TABLE "ManualAct" (
    "id" UUID NOT NULL,
    "kind" "ManualKind" NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "orgId" UUID,
    "refId" UUID,
    "amountFen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT NOT NULL DEFAULT '',
    "state" "ManualState" NOT NULL DEFAULT 'PROPOSED',
    "proposedById" UUID NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "ManualAct_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ManualAct_state_id_idx" ON "ManualAct"("state", "id");

-- CreateIndex
CREATE INDEX "ManualAct_state_expiresAt_idx" ON "ManualAct"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "ManualAct_subject_id_idx" ON "ManualAct"("subject", "id");


-- Two different people, whoever asks the database; only who proposed it withdraws it.
ALTER TABLE "ManualAct" ADD CONSTRAINT manual_two_operators CHECK (
  state NOT IN ('APPROVED', 'REFUSED') OR ("decidedById" IS NOT NULL AND "decidedById" <> "proposedById"));
ALTER TABLE "ManualAct" ADD CONSTRAINT manual_withdrawn CHECK (state <> 'WITHDRAWN' OR ("decidedById" IS NOT NULL AND "decidedById" = "proposedById"));
ALTER TABLE "ManualAct" ADD CONSTRAINT manual_decided CHECK ((state = 'PROPOSED') = ("decidedAt" IS NULL));
ALTER TABLE "ManualAct" ADD CONSTRAINT manual_amount CHECK (kind = 'INTENT' OR "amountFen" <> 0);
CREATE UNIQUE INDEX one_proposal ON "ManualAct" (subject) WHERE state = 'PROPOSED';

-- What was proposed is what is approved, and a decision stands.
CREATE FUNCTION manual_act_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'PROPOSED' THEN RAISE EXCEPTION 'act % is %', OLD.id, OLD.state USING ERRCODE = '23514'; END IF;
  IF (NEW.kind, NEW.act, NEW.subject, NEW."orgId", NEW."refId", NEW."amountFen", NEW.reason, NEW.reference, NEW."proposedById", NEW."proposedAt", NEW."expiresAt")
    IS DISTINCT FROM (OLD.kind, OLD.act, OLD.subject, OLD."orgId", OLD."refId", OLD."amountFen", OLD.reason, OLD.reference, OLD."proposedById", OLD."proposedAt", OLD."expiresAt") THEN
    RAISE EXCEPTION 'what act % proposes does not change', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON "ManualAct" FOR EACH ROW EXECUTE FUNCTION manual_act_stands();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON "ManualAct" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A backer's refund by hand follows the same rule.
ALTER TABLE "PledgeRefund" ADD CONSTRAINT refund_two_operators CHECK ("paidById" IS NULL OR ("approvedById" IS NOT NULL AND "approvedById" <> "paidById"));
