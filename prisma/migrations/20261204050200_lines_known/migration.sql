-- AlterTable
ALTER TABLE "ChannelLine" ADD COLUMN     "about" TEXT;

-- AlterTable
ALTER TABLE "DayStatement" ADD COLUMN     "channelSaidFen" BIGINT;

-- CreateTable
CREATE TABLE "BalanceReading" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" TEXT NOT NULL,
    "oursFen" BIGINT NOT NULL,
    "underWayFen" BIGINT NOT NULL,
    "theirsFen" BIGINT NOT NULL,
    "dayOpeningFen" BIGINT NOT NULL,
    "quiet" BOOLEAN NOT NULL,
    "alarming" BOOLEAN NOT NULL,
    "differsSince" TIMESTAMPTZ(3),

    CONSTRAINT "BalanceReading_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BalanceReading_day_id_idx" ON "BalanceReading"("day", "id");

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "BalanceReading" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "BalanceReading" ADD CONSTRAINT reading_differs
  CHECK (("differsSince" IS NULL) = ("oursFen" + "underWayFen" = "theirsFen") AND (NOT alarming OR "differsSince" IS NOT NULL));

-- ── what the books hold about one line of the channel's journal, by its type and its sum ──

-- One charge, refund, transfer or reversal has one line of a type: whatever else names it as its source is something of its own.
CREATE FUNCTION channel_line_first(c "ChannelLine") RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM "ChannelLine" o WHERE o.source = c.source AND o.type = c.type AND (o.at, o.id) < (c.at, c.id))
$$;

-- What was booked for its source; with `coming`, also what is certain to be booked: a refund on its way, a charge's fee that is not known yet.
-- A refund or transfer that failed after all stands for nothing together with the line that gave it back.
CREATE FUNCTION channel_line_of_source(c "ChannelLine", coming boolean) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  found bigint;
BEGIN
  IF c.type NOT IN ('charge', 'payment', 'refund', 'payment_refund', 'refund_failure', 'transfer', 'transfer_refund') OR NOT channel_line_first(c) THEN
    RETURN 0;
  END IF;
  IF c.type IN ('charge', 'payment') THEN
    SELECT "amountFen" - coalesce("feeFen", CASE WHEN coming THEN c."feeFen" ELSE 0 END) INTO found FROM "FundingLot" WHERE "chargeId" = c.source;
  ELSIF c.type IN ('refund', 'payment_refund') THEN
    SELECT -"amountFen" INTO found FROM "PspIntent"
     WHERE "pspId" = c.source AND kind = 'REFUND' AND (state IN ('SUCCEEDED', 'FAILED') OR (coming AND state = 'OPEN'));
  ELSIF c.type = 'refund_failure' THEN
    SELECT "amountFen" INTO found FROM "PspIntent"
     WHERE "pspId" = c.source AND kind = 'REFUND' AND (state = 'FAILED' OR (coming AND state = 'OPEN'));
  ELSIF c.type = 'transfer' THEN
    SELECT -"amountFen" INTO found FROM "PspIntent"
     WHERE "pspId" = c.source AND kind = 'TRANSFER'
       AND (state = 'SUCCEEDED' OR (state = 'FAILED' AND "reversalId" IS NOT NULL) OR (coming AND state = 'OPEN'));
  ELSE
    SELECT coalesce((SELECT "amountFen" FROM "PspIntent" WHERE "reversalId" = c.source AND kind = 'TRANSFER'),
                    (SELECT "amountFen" FROM "ReturnedPay" WHERE "reversalId" = c.source)) INTO found;
  END IF;
  RETURN coalesce(found, 0);
END $$;

-- What stands at the channel's accounts under one of these keys.
CREATE FUNCTION channel_booked_under(keys text[]) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(e."amountFen"), 0)::bigint FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id
    JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key LIKE 'psp:%:cny' WHERE t."idemKey" = ANY(keys)
$$;

-- All that the books hold about a line now, suspense included.
CREATE FUNCTION channel_line_booked(c "ChannelLine") RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT channel_line_of_source(c, false)
       + channel_booked_under(ARRAY['card-dispute:' || c.id, 'payout:' || c.id, 'unknown:' || c.id, 'cleared:' || c.id])
$$;

-- What of a line has a reason here: a line with another net than this is unknown money for the rest.
CREATE FUNCTION channel_line_known(c "ChannelLine") RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT channel_line_of_source(c, true) + channel_booked_under(ARRAY['card-dispute:' || c.id, 'payout:' || c.id])
$$;

-- Belongs a line to something of ours whose end the books have not learned yet? Only of a young line is that an explanation.
CREATE FUNCTION channel_line_awaited(c "ChannelLine") RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  wish uuid := CASE WHEN c.about ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN c.about::uuid END;
BEGIN
  IF c.type IN ('payout', 'payout_failure', 'payout_cancel') THEN RETURN true; END IF;
  IF c.category LIKE 'dispute%' THEN RETURN EXISTS (SELECT FROM "FundingLot" WHERE "chargeId" = c.about); END IF;
  IF NOT channel_line_first(c) THEN RETURN false; END IF;
  IF c.type IN ('charge', 'payment') THEN
    RETURN EXISTS (SELECT FROM "PspIntent" WHERE id = wish AND kind IN ('CHECKOUT', 'CHARGE') AND state NOT IN ('SUCCEEDED', 'FAILED'));
  ELSIF c.type IN ('refund', 'payment_refund') THEN
    RETURN EXISTS (SELECT FROM "PspIntent" WHERE (id = wish OR "pspId" = c.source) AND kind = 'REFUND' AND state NOT IN ('SUCCEEDED', 'FAILED'));
  ELSIF c.type = 'refund_failure' THEN
    RETURN EXISTS (SELECT FROM "PspIntent" WHERE (id = wish OR "pspId" = c.source) AND kind = 'REFUND' AND state <> 'FAILED');
  ELSIF c.type = 'transfer' THEN
    RETURN EXISTS (SELECT FROM "PspIntent" WHERE (id = wish OR "pspId" = c.source) AND kind = 'TRANSFER' AND state NOT IN ('SUCCEEDED', 'FAILED'));
  ELSIF c.type = 'transfer_refund' THEN
    RETURN EXISTS (SELECT FROM "PspIntent" WHERE "pspId" = c.about AND kind = 'TRANSFER' AND state <> 'FAILED');
  END IF;
  RETURN false;
END $$;

-- What the channel said belongs to a statement; one that was made before it was asked keeps its hash.
CREATE OR REPLACE FUNCTION day_statement_hash(s "DayStatement") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(s."hashPrev" || jsonb_build_array(s.day, s."booksOpeningFen", s."booksClosingFen", s."channelOpeningFen", s."channelClosingFen",
           s."explainedFen", s."unexplainedFen", s."suspenseFen", s."bankOpeningFen", s."bankClosingFen", (extract(epoch FROM s.at) * 1000)::bigint)::text
         || coalesce(s."channelSaidFen"::text || E'\n', '')
         || coalesce((SELECT string_agg(jsonb_build_array(l.section, l.name, l.note, l.count, l."amountFen", l."feeFen")::text, E'\n' ORDER BY l.id)
                        FROM "DayStatementLine" l WHERE l.day = s.day), ''), 'UTF8')), 'hex')
$$;
