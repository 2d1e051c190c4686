-- CreateEnum
CREATE TYPE "DaySection" AS ENUM ('BOOKS', 'CHANNEL', 'BANK', 'OPEN', 'SUSPENSE');

-- CreateTable
CREATE TABLE "ChannelLine" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "amountFen" BIGINT NOT NULL,
    "feeFen" BIGINT NOT NULL,
    "netFen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChannelLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DayStatement" (
    "day" TEXT NOT NULL,
    "booksOpeningFen" BIGINT NOT NULL,
    "booksClosingFen" BIGINT NOT NULL,
    "channelOpeningFen" BIGINT NOT NULL,
    "channelClosingFen" BIGINT NOT NULL,
    "explainedFen" BIGINT NOT NULL,
    "unexplainedFen" BIGINT NOT NULL,
    "suspenseFen" BIGINT NOT NULL,
    "bankOpeningFen" BIGINT NOT NULL,
    "bankClosingFen" BIGINT NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DayStatement_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "DayStatementLine" (
    "id" BIGSERIAL NOT NULL,
    "day" TEXT NOT NULL,
    "section" "DaySection" NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 1,
    "amountFen" BIGINT NOT NULL,
    "feeFen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "DayStatementLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckRun" (
    "name" TEXT NOT NULL,
    "found" INTEGER NOT NULL,
    "examples" TEXT[],
    "ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckRun_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Alarm" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "href" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "acknowledgedById" UUID,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "note" TEXT,
    "overAt" TIMESTAMPTZ(3),

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LedgerTx_at_id_idx" ON "LedgerTx"("at", "id");

-- CreateIndex
CREATE INDEX "ChannelLine_day_id_idx" ON "ChannelLine"("day", "id");

-- CreateIndex
CREATE INDEX "ChannelLine_source_at_idx" ON "ChannelLine"("source", "at");

-- CreateIndex
CREATE INDEX "DayStatementLine_day_section_id_idx" ON "DayStatementLine"("day", "section", "id");

-- CreateIndex
CREATE INDEX "Alarm_overAt_id_idx" ON "Alarm"("overAt", "id");

-- One living alarm of each thing: it is raised once, and again after it was over.
CREATE UNIQUE INDEX one_living_alarm ON "Alarm" (key) WHERE "overAt" IS NULL;
ALTER TABLE "Alarm" ADD CONSTRAINT alarm_acknowledged CHECK (("acknowledgedAt" IS NULL) = ("acknowledgedById" IS NULL));

-- ── what of the channel a movement is about: its charge, transfer, refund, payout or dispute ──
CREATE FUNCTION channel_item(key text, ref text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  tail CONSTANT text := regexp_replace(key, '^.*:', '');
  found text;
BEGIN
  IF tail ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
    SELECT coalesce((SELECT "chargeId" FROM "FundingLot" WHERE "intentId" = tail::uuid),
                    (SELECT "pspId" FROM "PspIntent" WHERE id = tail::uuid AND kind IN ('TRANSFER', 'REFUND'))) INTO found;
  ELSE
    SELECT source INTO found FROM "ChannelLine" WHERE id = tail;
    IF found IS NULL AND (key LIKE 'fee:%' OR key LIKE 'available:%') THEN found := tail; END IF;
  END IF;
  RETURN coalesce(found, ref);
END $$;

-- ── a statement and its lines are made in one transaction and stand ──
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ChannelLine" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "DayStatement" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "DayStatementLine" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION day_statement_hash(s "DayStatement") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(s."hashPrev" || jsonb_build_array(s.day, s."booksOpeningFen", s."booksClosingFen", s."channelOpeningFen", s."channelClosingFen",
           s."explainedFen", s."unexplainedFen", s."suspenseFen", s."bankOpeningFen", s."bankClosingFen", (extract(epoch FROM s.at) * 1000)::bigint)::text
         || coalesce((SELECT string_agg(jsonb_build_array(l.section, l.name, l.note, l.count, l."amountFen", l."feeFen")::text, E'\n' ORDER BY l.id)
                        FROM "DayStatementLine" l WHERE l.day = s.day), ''), 'UTF8')), 'hex')
$$;
CREATE FUNCTION day_statement_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.hash := day_statement_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER seal BEFORE INSERT ON "DayStatement" FOR EACH ROW EXECUTE FUNCTION day_statement_seal();
CREATE FUNCTION day_statement_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "DayStatement" WHERE day = NEW.day) THEN
    RAISE EXCEPTION 'the statement of % is made', NEW.day USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT ON "DayStatementLine" FOR EACH ROW EXECUTE FUNCTION day_statement_closed();
