-- Allocated money that comes back after its stage was sent goes on its own way.
ALTER TABLE "Allocation" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "sentAt" TIMESTAMPTZ(3);
