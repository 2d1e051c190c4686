-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "invoiceFirst" BOOLEAN NOT NULL DEFAULT false;
