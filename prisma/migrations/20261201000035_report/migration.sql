-- When the creator made the campaign's market-acceptance report public; null while it is not.
ALTER TABLE "Campaign" ADD COLUMN "reportAt" TIMESTAMPTZ(3);
