-- The operators' two lists of stages, each in the order of its pages.
CREATE INDEX payout_to_decide ON "Payout" (id) WHERE state IN ('HELD', 'FAILED') OR (state = 'PLANNED' AND "warnedAt" IS NOT NULL);
CREATE INDEX payout_on_its_way ON "Payout" (id) WHERE state IN ('RELEASABLE', 'RELEASING') OR (state = 'PLANNED' AND "warnedAt" IS NULL);
