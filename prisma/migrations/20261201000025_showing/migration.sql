-- The newest first: launched ones by their launch, previews by theirs. The counters (pledged, backers) have no index on purpose: it would take
-- every pledge's update off the row's own page, and campaigns that run at a time are few enough to sort.
CREATE INDEX campaign_newest ON "Campaign" ((coalesce("launchedAt", "previewAt")) DESC, id DESC)
  WHERE lifecycle IN ('PRELAUNCH', 'LIVE', 'SETTLING', 'SUCCESSFUL', 'FAILED', 'CANCELLED');

-- The newest backers of a campaign, and what is summed over those that count.
CREATE INDEX pledge_counted ON "Pledge" ("campaignId", id DESC) WHERE counted;
