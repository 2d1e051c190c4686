CREATE INDEX "Award_bidId_offeredAt_idx" ON "Award"("bidId", "offeredAt");
-- Ended contracts too: the one that stands is found by one_contract_per_task, all of a task by this.
CREATE INDEX "Contract_taskId_createdAt_idx" ON "Contract"("taskId", "createdAt");
