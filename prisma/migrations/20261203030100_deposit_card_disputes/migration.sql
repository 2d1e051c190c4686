-- AlterTable
ALTER TABLE "Deposit" ADD COLUMN     "chargedBackFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "DepositRemittance" ADD COLUMN     "keptFen" BIGINT NOT NULL DEFAULT 0;


-- What a card's bank took out of a deposit left it like what went back and what was forfeited.
ALTER TABLE "Deposit" DROP CONSTRAINT deposit_money, DROP CONSTRAINT deposit_closed;
ALTER TABLE "Deposit"
  ADD CONSTRAINT deposit_money CHECK ("paidFen" >= 0 AND "returnedFen" >= 0 AND "forfeitedFen" >= 0 AND "chargedBackFen" >= 0
    AND "returnedFen" + "forfeitedFen" + "chargedBackFen" <= "paidFen"),
  ADD CONSTRAINT deposit_closed CHECK ((state = 'CLOSED') = ("closedAt" IS NOT NULL)
    AND (state <> 'CLOSED' OR "returnedFen" + "forfeitedFen" + "chargedBackFen" = "paidFen"));
ALTER TABLE "DepositRemittance" ADD CONSTRAINT deposit_kept_within CHECK ("keptFen" BETWEEN 0 AND "amountFen");
