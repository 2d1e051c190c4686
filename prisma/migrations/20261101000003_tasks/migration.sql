-- Tasks and bids: what the schema language cannot say.

ALTER TABLE "Task"
  ADD CONSTRAINT task_weights CHECK ("weightPrice" + "weightTime" + "weightQuality" + "weightRecord" = 100 AND "weightPrice" BETWEEN 10 AND 70
    AND "weightTime" >= 0 AND "weightQuality" >= 0 AND "weightRecord" >= 0),
  ADD CONSTRAINT task_counts CHECK ("bidCount" >= 0 AND "lastLabel" >= 0 AND "budgetFen" >= 0),
  -- A task that was published has all that bidders rely on.
  ADD CONSTRAINT task_published CHECK ("publishedAt" IS NULL OR ("closeAt" IS NOT NULL AND "budgetFen" > 0 AND "workDays" > 0 AND title <> '')),
  ADD CONSTRAINT task_suspended CHECK ((state = 'SUSPENDED') = ("suspendedFrom" IS NOT NULL));

ALTER TABLE "Bid"
  ADD CONSTRAINT bid_amounts CHECK ("priceFen" > 0 AND days > 0),
  ADD CONSTRAINT bid_scores CHECK (
    coalesce("qualityMilli", 0) BETWEEN 0 AND 100000 AND coalesce("recordMilli", 0) BETWEEN 0 AND 100000
    AND coalesce("priceScoreMilli", 0) BETWEEN 0 AND 100000 AND coalesce("timeScoreMilli", 0) BETWEEN 0 AND 100000
    AND coalesce("scoreMilli", 0) BETWEEN 0 AND 100000);
ALTER TABLE "BidStage" ADD CONSTRAINT bid_stage_amounts CHECK ("amountFen" > 0 AND days > 0);
ALTER TABLE "BidScore" ADD CONSTRAINT bid_score_points CHECK (points BETWEEN 0 AND 100);

-- One live bid per provider and task.
CREATE UNIQUE INDEX one_live_bid ON "Bid" ("taskId", "providerId") WHERE state NOT IN ('WITHDRAWN', 'DISQUALIFIED', 'LAPSED', 'DECLINED');
-- One offer at a time, one acceptance; an award that was undone (its contract lapsed) no longer counts.
CREATE UNIQUE INDEX one_award ON "Award" ("taskId") WHERE state IN ('OFFERED', 'ACCEPTED') AND "voidedAt" IS NULL;
CREATE INDEX bid_fix ON "Bid" ("fixUntilAt") WHERE "fixUntilAt" IS NOT NULL;

-- A plan sums to its price: checked at commit, so that price and plan change together.
CREATE FUNCTION check_bid_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bid uuid;
  bad record;
BEGIN
  IF TG_TABLE_NAME = 'Bid' THEN bid := NEW.id; ELSIF TG_OP = 'DELETE' THEN bid := OLD."bidId"; ELSE bid := NEW."bidId"; END IF;
  SELECT b.id, b."priceFen", sum(s."amountFen") AS planned INTO bad
    FROM "Bid" b LEFT JOIN "BidStage" s ON s."bidId" = b.id WHERE b.id = bid
    GROUP BY b.id HAVING coalesce(sum(s."amountFen"), 0) <> b."priceFen";
  IF FOUND THEN RAISE EXCEPTION 'the plan of bid % sums to % instead of %', bad.id, bad.planned, bad."priceFen" USING ERRCODE = '23514'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bid_plan AFTER INSERT OR UPDATE OF "priceFen" ON "Bid" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_bid_plan();
CREATE CONSTRAINT TRIGGER bid_plan AFTER INSERT OR UPDATE OR DELETE ON "BidStage" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_bid_plan();

-- What was sent and what was changed stays as it was.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "BidVersion" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "TaskAmendment" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The market's orders, each with its keyset's tie-breaker. Newest first is served by the indexes of the schema.
CREATE INDEX task_recent ON "Task" ("publishedAt" DESC, id DESC) WHERE "publishedAt" IS NOT NULL;
CREATE INDEX task_closing ON "Task" ("closeAt", id) WHERE "publishedAt" IS NOT NULL;
CREATE INDEX task_budget ON "Task" ("budgetFen" DESC, id DESC) WHERE "publishedAt" IS NOT NULL;
CREATE INDEX task_quiet ON "Task" ("bidCount", id) WHERE "publishedAt" IS NOT NULL;
CREATE INDEX task_review ON "Task" ("submittedAt") WHERE state = 'IN_REVIEW';
CREATE INDEX task_select ON "Task" ("selectBy") WHERE state = 'SELECTION';
CREATE INDEX task_qualify ON "Task" ("qualifyUntilAt") WHERE state = 'QUALIFYING';
