-- An operator decided that what was not released of a campaign goes back to its backers.
ALTER TABLE "Campaign" ADD COLUMN "unreleasedBackAt" TIMESTAMPTZ(3);
