-- Campaigns and pledges: what must hold whatever a program does.

ALTER TABLE "Campaign"
  ADD CONSTRAINT campaign_counts CHECK ("pledgedFen" >= 0 AND backers >= 0 AND v >= 0 AND followers >= 0 AND "changeSeq" >= 0),
  -- What leaves a campaign's escrow came in before.
  ADD CONSTRAINT campaign_money CHECK ("receivedFen" >= 0 AND "refundedFen" >= 0 AND "releasedFen" >= 0 AND "refundedFen" + "releasedFen" <= "receivedFen"),
  ADD CONSTRAINT campaign_numbers CHECK ("durationDays" BETWEEN 1 AND 60 AND "endMinute" BETWEEN 0 AND 1439 AND "goalFen" >= 0 AND "startShareBps" BETWEEN 100 AND 7000),
  -- A campaign that was launched has all that backers rely on.
  ADD CONSTRAINT campaign_launched CHECK ("launchedAt" IS NULL OR ("deadlineAt" IS NOT NULL AND "goalFen" > 0 AND title <> '' AND "refundPolicy" IS NOT NULL AND "reviewedHash" IS NOT NULL)),
  ADD CONSTRAINT campaign_runs CHECK (lifecycle NOT IN ('LIVE', 'SETTLING', 'SUCCESSFUL') OR "launchedAt" IS NOT NULL),
  ADD CONSTRAINT campaign_whole_second CHECK ("deadlineAt" IS NULL OR date_trunc('second', "deadlineAt") = "deadlineAt");
-- Room for the next versions of a hot row on its own page.
ALTER TABLE "Campaign" SET (fillfactor = 50);
ALTER TABLE "Reward" SET (fillfactor = 50);

ALTER TABLE "Reward"
  ADD CONSTRAINT reward_never_oversold CHECK (claimed >= 0 AND ("limit" IS NULL OR claimed <= "limit")),
  ADD CONSTRAINT reward_numbers CHECK ("priceFen" > 0 AND "perBacker" > 0 AND ("limit" IS NULL OR "limit" > 0) AND ("latePriceFen" IS NULL OR "latePriceFen" >= "priceFen")),
  ADD CONSTRAINT reward_window CHECK ("opensAt" IS NULL OR "closesAt" IS NULL OR "opensAt" < "closesAt");
ALTER TABLE "ShippingRate" ADD CONSTRAINT shipping_amounts CHECK ("firstFen" >= 0 AND "extraFen" >= 0);
ALTER TABLE "BudgetLine" ADD CONSTRAINT budget_amount CHECK ("amountFen" > 0);
ALTER TABLE "StretchGoal" ADD CONSTRAINT stretch_numbers CHECK (threshold > 0 AND "extraCostFen" >= 0 AND "extraDays" >= 0);
CREATE UNIQUE INDEX one_pending_review ON "CampaignReview" ("campaignId") WHERE state = 'PENDING';

-- One living pledge per person and campaign.
CREATE UNIQUE INDEX one_living_pledge ON "Pledge" ("campaignId", "userId")
  WHERE state IN ('RESERVED', 'PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED');
ALTER TABLE "Pledge"
  ADD CONSTRAINT pledge_amounts CHECK ("amountFen" > 0 AND "shippingFen" >= 0 AND "bonusFen" >= 0 AND "shippingFen" + "bonusFen" <= "amountFen"),
  ADD CONSTRAINT pledge_money CHECK ("collectedFen" >= 0 AND "refundedFen" >= 0 AND "chargedBackFen" >= 0 AND "refundedFen" + "chargedBackFen" <= "collectedFen"),
  ADD CONSTRAINT pledge_reserved CHECK (state <> 'RESERVED' OR "claimUntilAt" IS NOT NULL),
  ADD CONSTRAINT pledge_counted CHECK (NOT counted OR state NOT IN ('RESERVED', 'EXPIRED', 'CANCELLED'));
CREATE INDEX pledge_claims ON "Pledge" ("claimUntilAt") WHERE state = 'RESERVED';
CREATE INDEX pledge_attempts ON "Pledge" ("nextAttemptAt") WHERE state IN ('PLEDGED', 'ERRORED', 'AUTH_REQUIRED') AND "nextAttemptAt" IS NOT NULL;
CREATE UNIQUE INDEX one_claimed_version ON "PledgeVersion" ("pledgeId") WHERE state = 'CLAIMED';
CREATE UNIQUE INDEX one_current_version ON "PledgeVersion" ("pledgeId") WHERE state = 'CURRENT';
ALTER TABLE "PledgeVersion" ADD CONSTRAINT version_amounts CHECK ("amountFen" > 0 AND "shippingFen" >= 0 AND "bonusFen" >= 0 AND "dueFen" >= 0 AND "dueFen" <= "amountFen");
ALTER TABLE "PledgeLine" ADD CONSTRAINT line_numbers CHECK (qty > 0 AND "priceFen" > 0);
CREATE UNIQUE INDEX one_waiting_cancel ON "CancelRequest" ("pledgeId") WHERE state = 'WAITING';
CREATE UNIQUE INDEX one_place_in_line ON "Waitlist" ("rewardId", "userId") WHERE state IN ('WAITING', 'OFFERED');
ALTER TABLE "Waitlist" ADD CONSTRAINT offer_ends CHECK ((state = 'OFFERED') <= ("offerUntilAt" IS NOT NULL));
CREATE UNIQUE INDEX one_preferred_address ON "Address" ("userId") WHERE preferred AND "deletedAt" IS NULL;

ALTER TABLE "PledgeRefund" ADD CONSTRAINT refund_amount CHECK ("amountFen" > 0),
  -- Two different people: who checks the payee's details does not pay.
  ADD CONSTRAINT refund_two_people CHECK ("paidById" IS NULL OR ("approvedById" IS NOT NULL AND "approvedById" <> "paidById"));
ALTER TABLE "Payout"
  ADD CONSTRAINT payout_stage CHECK (stage BETWEEN 1 AND 3 AND "shareBps" BETWEEN 0 AND 10000),
  ADD CONSTRAINT payout_money CHECK ("grossFen" >= 0 AND "feeFen" >= 0 AND "allocatedFen" >= 0 AND "transferredFen" >= 0 AND "allocatedFen" + "transferredFen" <= "grossFen" - "feeFen"),
  ADD CONSTRAINT payout_planned_is_empty CHECK (state NOT IN ('PLANNED', 'HELD') OR "grossFen" = 0);
ALTER TABLE "Allocation" ADD CONSTRAINT allocation_amount CHECK ("amountFen" > 0 AND "returnedFen" BETWEEN 0 AND "amountFen");
ALTER TABLE "DefectReport" ADD CONSTRAINT defect_remedy CHECK ("remedyFen" IS NULL OR "remedyFen" >= 0);
ALTER TABLE "CampaignCount" ADD CONSTRAINT count_positive CHECK (count >= 0);
CREATE UNIQUE INDEX one_open_case ON "CampaignCase" ("campaignId", kind) WHERE state = 'OPEN';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "CampaignChange" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ChainRoot" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "SettlementResult" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "CampaignExport" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
