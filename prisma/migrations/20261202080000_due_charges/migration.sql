-- All cards of a settled campaign are due at one moment: in this order the next hundred are found without sorting the other thousands.
CREATE INDEX pledge_due ON "Pledge" ("campaignId", "nextAttemptAt", id) WHERE state IN ('PLEDGED', 'ERRORED') AND "nextAttemptAt" IS NOT NULL;
