-- CreateIndex
CREATE INDEX "CampaignComment_updateId_id_idx" ON "CampaignComment"("updateId", "id");
