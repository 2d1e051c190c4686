-- Goods that a reviewer found in the district's warehouse need no production: their money is released in two stages.

-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "inStock" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "CampaignReview" ADD COLUMN     "inStock" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "Campaign" ADD CONSTRAINT campaign_in_stock CHECK (NOT "inStock" OR "refundPolicy" IS NOT DISTINCT FROM 'SALE_LIKE');
