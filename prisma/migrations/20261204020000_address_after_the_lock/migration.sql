-- When a pledge got its first address although its round of the survey was locked.
ALTER TABLE "Pledge" ADD COLUMN "addressLateAt" TIMESTAMPTZ(3);
