-- What is given back after a stage was released, and the refunds that wait for their turn.

ALTER TABLE "Payout" ADD COLUMN "clawedFen" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "takenFen" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Payout" DROP CONSTRAINT payout_money;
ALTER TABLE "Payout" ADD CONSTRAINT payout_money CHECK (
  "grossFen" >= 0 AND "feeFen" >= 0 AND "allocatedFen" >= 0 AND "transferredFen" >= 0 AND "takenFen" >= 0 AND "clawedFen" BETWEEN 0 AND "grossFen"
  AND "allocatedFen" + "transferredFen" + "takenFen" <= "grossFen" - "feeFen");

CREATE INDEX pledge_owed ON "Pledge" (id) WHERE state = 'REFUNDING' AND "refundedFen" + "chargedBackFen" < "collectedFen";
CREATE INDEX pledge_unpaid ON "Pledge" ("campaignId") WHERE state IN ('CHARGING', 'ERRORED', 'AUTH_REQUIRED');
CREATE INDEX allocation_open ON "Allocation" (id) WHERE "returnedFen" < "amountFen";
