-- What of a sum out of a deposit repaid what its receiver owes, before the rest of it is sent.
ALTER TABLE "DepositRemittance" ADD COLUMN     "repaidFen" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "DepositRemittance"
  DROP CONSTRAINT deposit_kept_within,
  ADD CONSTRAINT deposit_kept_within CHECK ("keptFen" >= 0 AND "repaidFen" >= 0 AND "keptFen" + "repaidFen" <= "amountFen"),
  ADD CONSTRAINT deposit_repaid_by_transfer CHECK ("repaidFen" = 0 OR kind = 'TRANSFER');
