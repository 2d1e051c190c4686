-- Stages whose money is still held, by since when, whatever their state: what is watched at 75 and 85 days.
CREATE INDEX milestone_held ON "Milestone" ("fundedAt") WHERE "fundedAt" IS NOT NULL AND "amountFen" > "releasedFen" + "refundedFen";
