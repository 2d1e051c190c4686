-- One living contract a task: one that was completed on the way may be followed by one over the rest.
DROP INDEX one_contract_per_task;
CREATE UNIQUE INDEX one_contract_per_task ON "Contract" ("taskId") WHERE state IN ('SENT', 'SIGNED', 'ACTIVE', 'PAUSED');
