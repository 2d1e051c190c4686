-- CreateTable
CREATE TABLE "ContractCover" (
    "contractId" UUID NOT NULL,
    "depositId" UUID NOT NULL,
    "promises" "DepositPromise"[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContractCover_pkey" PRIMARY KEY ("contractId")
);

-- CreateIndex
CREATE INDEX "ContractCover_depositId_idx" ON "ContractCover"("depositId");

-- AddForeignKey
ALTER TABLE "ContractCover" ADD CONSTRAINT "ContractCover_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContractCover" ADD CONSTRAINT "ContractCover_depositId_fkey" FOREIGN KEY ("depositId") REFERENCES "Deposit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What was signed before: covered by the deposit that is still here, as it promises now, when it was paid before and no exit had been asked for.
INSERT INTO "ContractCover" ("contractId", "depositId", promises, at)
SELECT c.id, d.id, d.promises, c."signedAt" FROM "Contract" c
  JOIN "Deposit" d ON d."orgId" = c."providerId" AND d.kind = 'PROVIDER' AND d.state <> 'CLOSED'
 WHERE c."signedAt" >= d."heldAt" AND (d."exitAskedAt" IS NULL OR c."signedAt" < d."exitAskedAt");

-- What the badge promises when the second side signs is kept in the same transaction. The deposit's row is held until its end: a badge that is
-- changed or taken down at that moment was so before, or finds this contract.
CREATE FUNCTION cover_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "ContractCover" ("contractId", "depositId", promises, at)
  SELECT NEW.id, d.id, d.promises, NEW."signedAt" FROM "Deposit" d
   WHERE d."orgId" = NEW."providerId" AND d.kind = 'PROVIDER' AND d.state = 'HELD' FOR SHARE;
  RETURN NULL;
END $$;
CREATE TRIGGER cover_contract AFTER UPDATE OF "signedAt" ON "Contract" FOR EACH ROW
  WHEN (OLD."signedAt" IS NULL AND NEW."signedAt" IS NOT NULL) EXECUTE FUNCTION cover_contract();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ContractCover" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
