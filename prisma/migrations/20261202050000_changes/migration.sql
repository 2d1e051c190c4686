-- CreateEnum
CREATE TYPE "ChangeState" AS ENUM ('PROPOSED', 'COUNTERED', 'FUNDING', 'AGREED', 'REJECTED', 'WITHDRAWN', 'EXPIRED');

-- AlterTable
ALTER TABLE "AcceptanceItem" ADD COLUMN     "retiredAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Contract" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "ContractSignature" DROP CONSTRAINT "ContractSignature_pkey",
ADD CONSTRAINT "ContractSignature_pkey" PRIMARY KEY ("contractId", "versionHash", "side");

-- AlterTable
ALTER TABLE "Milestone" ADD COLUMN     "extraRounds" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "loweredFen" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ContractVersion" (
    "contractId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "orderId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContractVersion_pkey" PRIMARY KEY ("contractId","n")
);

-- CreateTable
CREATE TABLE "ChangeOrder" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "state" "ChangeState" NOT NULL DEFAULT 'PROPOSED',
    "baseHash" TEXT NOT NULL,
    "turn" "ContractSide" NOT NULL,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "milestoneId" UUID,
    "raiseFen" BIGINT NOT NULL DEFAULT 0,
    "payBy" TIMESTAMPTZ(3),
    "agreedById" UUID,
    "agreedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChangeOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChangeOffer" (
    "orderId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "side" "ContractSide" NOT NULL,
    "byUserId" UUID NOT NULL,
    "note" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChangeOffer_pkey" PRIMARY KEY ("orderId","n")
);

-- CreateIndex
CREATE INDEX "ChangeOrder_contractId_id_idx" ON "ChangeOrder"("contractId", "id");

-- CreateIndex
CREATE INDEX "ChangeOrder_state_answerBy_idx" ON "ChangeOrder"("state", "answerBy");

-- CreateIndex
CREATE INDEX "ChangeOrder_state_payBy_idx" ON "ChangeOrder"("state", "payBy");

-- AddForeignKey
ALTER TABLE "ContractVersion" ADD CONSTRAINT "ContractVersion_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChangeOrder" ADD CONSTRAINT "ChangeOrder_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChangeOrder" ADD CONSTRAINT "ChangeOrder_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChangeOffer" ADD CONSTRAINT "ChangeOffer_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "ChangeOrder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Every contract has its first version.
INSERT INTO "ContractVersion" ("contractId", n, body, hash, at) SELECT id, 1, body, "versionHash", "createdAt" FROM "Contract";
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ContractVersion" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ChangeOffer" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One change of a contract is talked about at a time.
CREATE UNIQUE INDEX one_open_change ON "ChangeOrder" ("contractId") WHERE state IN ('PROPOSED', 'COUNTERED', 'FUNDING');
ALTER TABLE "ChangeOrder" ADD CONSTRAINT ended_has_its_end CHECK ((state IN ('PROPOSED', 'COUNTERED', 'FUNDING')) = ("endedAt" IS NULL));
ALTER TABLE "ChangeOrder" ADD CONSTRAINT raise_has_its_stage CHECK ("raiseFen" >= 0 AND ("raiseFen" > 0) = ("milestoneId" IS NOT NULL));
ALTER TABLE "ChangeOrder" ADD CONSTRAINT funding_is_agreed_on CHECK (
  (state NOT IN ('FUNDING', 'AGREED') OR ("agreedById" IS NOT NULL AND "agreedAt" IS NOT NULL))
  AND (state <> 'FUNDING' OR ("raiseFen" > 0 AND "payBy" IS NOT NULL)));

-- What a lower price gave back was given back.
ALTER TABLE "Milestone" ADD CONSTRAINT lowered_is_refunded CHECK ("loweredFen" BETWEEN 0 AND "refundedFen" AND "extraRounds" >= 0);
