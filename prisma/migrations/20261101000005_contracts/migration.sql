-- What must hold of contracts and their money whatever a program does.

-- A task has one contract that was not called off.
CREATE UNIQUE INDEX one_contract_per_task ON "Contract" ("taskId") WHERE state <> 'TERMINATED';
ALTER TABLE "Contract" ADD CONSTRAINT two_parties CHECK ("employerId" <> "providerId");
ALTER TABLE "Contract" ADD CONSTRAINT price_positive CHECK ("priceFen" > 0);

ALTER TABLE "Milestone" ADD CONSTRAINT amount_positive CHECK ("amountFen" > 0);
ALTER TABLE "Milestone" ADD CONSTRAINT parts_within_amount CHECK (
  "releasedFen" >= 0 AND "refundedFen" >= 0 AND "disputedFen" >= 0 AND "releasedFen" + "refundedFen" + "disputedFen" <= "amountFen");
-- Money leaves or freezes only after it came in.
ALTER TABLE "Milestone" ADD CONSTRAINT only_funded_money_moves CHECK (
  "fundedAt" IS NOT NULL OR ("releasedFen" = 0 AND "refundedFen" = 0 AND "disputedFen" = 0));
ALTER TABLE "Milestone" ADD CONSTRAINT ended_is_empty CHECK (
  state NOT IN ('RELEASED', 'REFUNDED') OR "releasedFen" + "refundedFen" = "amountFen");

CREATE UNIQUE INDEX one_open_refund_proposal ON "RefundProposal" ("milestoneId") WHERE state = 'PROPOSED';
ALTER TABLE "RefundProposal" ADD CONSTRAINT amount_positive CHECK ("amountFen" > 0);

ALTER TABLE "Dispute" ADD CONSTRAINT amount_positive CHECK ("amountFen" > 0);
ALTER TABLE "Dispute" ADD CONSTRAINT wanted_within CHECK ("wantedFen" BETWEEN 0 AND "amountFen");
ALTER TABLE "Dispute" ADD CONSTRAINT split_sums CHECK (
  (state = 'EXECUTED') = ("toProviderFen" IS NOT NULL AND "toEmployerFen" IS NOT NULL)
  AND (state <> 'EXECUTED' OR ("toProviderFen" >= 0 AND "toEmployerFen" >= 0 AND "toProviderFen" + "toEmployerFen" = "amountFen")));

ALTER TABLE "Remittance" ADD CONSTRAINT amount_positive CHECK ("amountFen" > 0);
