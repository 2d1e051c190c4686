-- AlterTable
ALTER TABLE "Pledge" ADD COLUMN     "relatedBy" TEXT,
ADD COLUMN     "relatedSays" TEXT;

-- AlterTable
ALTER TABLE "RealNameRequest" ADD COLUMN     "idKey" TEXT;

-- CreateTable
CREATE TABLE "UserDevice" (
    "userId" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UserDevice_pkey" PRIMARY KEY ("userId","device")
);

-- CreateIndex
CREATE INDEX "UserDevice_device_idx" ON "UserDevice"("device");

-- CreateIndex
CREATE INDEX "UserDevice_lastAt_idx" ON "UserDevice"("lastAt");

-- CreateIndex
CREATE INDEX "RealNameRequest_idKey_idx" ON "RealNameRequest"("idKey");


-- What was found or cleared agrees with what counts.
ALTER TABLE "Pledge" ADD CONSTRAINT pledge_relation
  CHECK ("relatedBy" IS NULL OR ("relatedBy" IN ('TEAM', 'STAFF', 'CARD', 'DEVICE', 'IDENTITY', 'OPERATOR', 'CLEARED') AND related = ("relatedBy" <> 'CLEARED')));
