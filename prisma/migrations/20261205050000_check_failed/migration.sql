-- A check that could not be asked is kept as such: it is neither whole nor known to be broken.
ALTER TABLE "CheckRun" ADD COLUMN     "failed" BOOLEAN NOT NULL DEFAULT false;
