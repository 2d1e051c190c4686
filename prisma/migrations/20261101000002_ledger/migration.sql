-- The books and the till: what the database refuses whoever asks. The product writes to the books by ledger_post() alone, but every rule
-- here also stands against plain INSERTs.

-- ── the chart: what an account is follows from its key (app/ledger/chart.ts is the same table) ──

CREATE FUNCTION ledger_chart(account_key text, OUT side "LedgerSide", OUT floor_zero boolean, OUT shards int, OUT currency text)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  id CONSTANT text := '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
BEGIN
  currency := 'cny';
  shards := 1;
  floor_zero := false;
  CASE
    WHEN account_key ~ '^psp:(pending|available):[a-z]{3}$' OR account_key ~ '^(bank|fx):[a-z]{3}$' THEN
      side := 'DEBIT'; shards := 16; currency := right(account_key, 3);
    WHEN account_key ~ '^suspense:[a-z]{3}$' THEN
      side := 'CREDIT'; currency := right(account_key, 3);
    WHEN account_key ~ ('^escrow:(milestone|contest|campaign|equity_cooling):' || id) OR account_key ~ ('^deposit:(provider|bid|bond|intent):' || id)
      OR account_key ~ ('^provider:(pending|available|withdrawing):' || id) OR account_key ~ ('^refund:payable:' || id) THEN
      side := 'CREDIT'; floor_zero := true;
    WHEN account_key ~ ('^dispute:held:' || id) THEN side := 'DEBIT';
    WHEN account_key ~ ('^provider:receivable:' || id) THEN side := 'DEBIT'; floor_zero := true;
    WHEN account_key IN ('income:platform_fee', 'income:deposit_forfeit') THEN side := 'CREDIT'; shards := 16;
    WHEN account_key IN ('expense:psp_fee', 'expense:dispute_fee', 'expense:platform_loss') THEN side := 'DEBIT'; shards := 16;
    ELSE RAISE EXCEPTION 'the chart has no account %', account_key USING ERRCODE = '23514';
  END CASE;
END $$;

CREATE FUNCTION ledger_account_by_chart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT c.side, c.floor_zero, c.shards, c.currency INTO NEW.side, NEW."floorZero", NEW.shards, NEW.currency FROM ledger_chart(NEW.key) c;
  RETURN NEW;
END $$;
CREATE TRIGGER by_chart BEFORE INSERT ON "LedgerAccount" FOR EACH ROW EXECUTE FUNCTION ledger_account_by_chart();

-- ── a movement: made whole in one database transaction, or not at all ──

-- Writers share this lock and the sealer of blocks takes it alone, so that a sealed range of ids can never grow.
CREATE FUNCTION ledger_tx_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1818584167);
  NEW.id := nextval(pg_get_serial_sequence('"LedgerTx"', 'id'));
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER tx_begin BEFORE INSERT ON "LedgerTx" FOR EACH ROW EXECUTE FUNCTION ledger_tx_begin();

CREATE FUNCTION ledger_tx_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entries int;
  crooked text;
BEGIN
  SELECT coalesce(sum(n), 0), string_agg(currency, ', ') FILTER (WHERE total <> 0) INTO entries, crooked
    FROM (SELECT currency, count(*) AS n, sum("amountFen") AS total FROM "LedgerEntry" WHERE "txId" = NEW.id GROUP BY currency) sums;
  IF entries < 2 THEN RAISE EXCEPTION 'movement % has % entries', NEW."idemKey", entries USING ERRCODE = '23514'; END IF;
  IF crooked IS NOT NULL THEN RAISE EXCEPTION 'movement % does not sum to zero in %', NEW."idemKey", crooked USING ERRCODE = '23514'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tx_balanced AFTER INSERT ON "LedgerTx" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_tx_balanced();

ALTER TABLE "LedgerEntry" ADD CONSTRAINT entry_not_zero CHECK ("amountFen" <> 0);
ALTER TABLE "LedgerBalance" ADD CONSTRAINT no_overdraft CHECK (
  NOT "floorZero" OR CASE side WHEN 'DEBIT' THEN "debitFen" - "creditFen" ELSE "creditFen" - "debitFen" END >= 0);
-- A floor is one number: it cannot be spread.
ALTER TABLE "LedgerBalance" ADD CONSTRAINT floors_not_sharded CHECK (NOT "floorZero" OR shard = 0);
ALTER TABLE "LedgerBalance" ADD CONSTRAINT sums_grow CHECK ("debitFen" >= 0 AND "creditFen" >= 0);

-- Runs as the owner, because nobody else may write balances. Accounts in order: two movements never wait for one another crosswise.
CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  line record;
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN "LedgerTx" t ON t.id = f."txId" WHERE t.xid <> pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a posted movement does not grow' USING ERRCODE = '42501';
  END IF;
  FOR line IN
    SELECT a.id, a.side, a."floorZero", CASE WHEN a.shards > 1 THEN pg_backend_pid() % a.shards ELSE 0 END AS shard,
           sum(greatest(f."amountFen", 0)) AS debit, sum(greatest(-f."amountFen", 0)) AS credit
      FROM fresh f JOIN "LedgerAccount" a ON a.id = f."accountId" GROUP BY a.id ORDER BY a.key
  LOOP
    INSERT INTO "LedgerBalance" ("accountId", shard, side, "floorZero") VALUES (line.id, line.shard, line.side, line."floorZero") ON CONFLICT DO NOTHING;
    UPDATE "LedgerBalance" SET "debitFen" = "debitFen" + line.debit, "creditFen" = "creditFen" + line.credit
      WHERE "accountId" = line.id AND shard = line.shard;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_balances AFTER INSERT ON "LedgerEntry" REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_balances();

-- Balances follow entries, whoever owns the table.
CREATE FUNCTION ledger_balance_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'balances follow entries' USING ERRCODE = '42501'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER by_entries BEFORE INSERT OR UPDATE ON "LedgerBalance" FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_guard();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON "LedgerBalance" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerAccount" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerTx" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerEntry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerBlock" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- entries: [{"account": key, "fen": signed amount as text}, ...]. The same key with the same content is the same movement; with other
-- content it is an alarm. Accounts come into being by the chart when money first touches them.
CREATE FUNCTION ledger_post(p_key text, p_kind text, p_ref text, p_why text, p_entries jsonb, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  digest CONSTANT text := encode(sha256(convert_to(jsonb_build_array(p_kind, p_ref, p_entries)::text, 'UTF8')), 'hex');
  made bigint;
  known record;
BEGIN
  INSERT INTO "LedgerTx" ("idemKey", kind, ref, why, hash, at) VALUES (p_key, p_kind, p_ref, p_why, digest, p_at)
    ON CONFLICT ("idemKey") DO NOTHING RETURNING id INTO made;
  IF made IS NULL THEN
    SELECT id, hash INTO STRICT known FROM "LedgerTx" WHERE "idemKey" = p_key;
    IF known.hash <> digest THEN RAISE EXCEPTION 'movement % is in the books with other content', p_key USING ERRCODE = '23505'; END IF;
    RETURN known.id;
  END IF;
  INSERT INTO "LedgerAccount" (id, key, "createdAt")
    SELECT gen_random_uuid(), key, p_at FROM (SELECT DISTINCT e ->> 'account' AS key FROM jsonb_array_elements(p_entries) e) keys
     WHERE NOT EXISTS (SELECT FROM "LedgerAccount" a WHERE a.key = keys.key) ORDER BY key
    ON CONFLICT (key) DO NOTHING;
  INSERT INTO "LedgerEntry" ("txId", "accountId", currency, "amountFen")
    SELECT made, a.id, a.currency, (e.line ->> 'fen')::bigint
      FROM jsonb_array_elements(p_entries) WITH ORDINALITY e(line, n) JOIN "LedgerAccount" a ON a.key = e.line ->> 'account' ORDER BY e.n;
  RETURN made;
END $$;

-- The seal of the rows in (after_id, upto]: sha256 of the seal before and every row with its entries.
CREATE FUNCTION ledger_block_hash(before text, after_id bigint, upto bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(before || coalesce(string_agg(row_text, E'\n' ORDER BY id), ''), 'UTF8')), 'hex') FROM (
    SELECT t.id, jsonb_build_array(t.id, t."idemKey", t.kind, t.ref, t.why, t.hash, (extract(epoch FROM t.at) * 1000)::bigint,
             (SELECT jsonb_agg(jsonb_build_array(e.id, a.key, e.currency, e."amountFen") ORDER BY e.id)
                FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" WHERE e."txId" = t.id))::text AS row_text
      FROM "LedgerTx" t WHERE t.id > after_id AND t.id <= upto) rows
$$;

-- ── the till ──

-- One live wish for each business fact; a failed one leaves room for the next try.
CREATE UNIQUE INDEX one_live_intent ON "PspIntent" (purpose, "refType", "refId") WHERE state <> 'FAILED';
ALTER TABLE "PspIntent" ADD CONSTRAINT intent_amount CHECK ("amountFen" > 0);
ALTER TABLE "PspIntent" ADD CONSTRAINT intent_succeeded CHECK (state <> 'SUCCEEDED' OR ("pspId" IS NOT NULL AND "finalisedAt" IS NOT NULL));
CREATE INDEX intent_not_final ON "PspIntent" ("leaseUntil") WHERE state IN ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN');
CREATE INDEX intent_charge ON "PspIntent" ("chargeId") WHERE "chargeId" IS NOT NULL;

-- What is final stays: only a refund that had succeeded may still come back.
CREATE FUNCTION intent_stays_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state = 'FAILED' OR (OLD.state = 'SUCCEEDED' AND NOT (OLD.kind = 'REFUND' AND NEW.state = 'FAILED'))) THEN
    RAISE EXCEPTION 'intent % is %', OLD.id, OLD.state USING ERRCODE = '23514';
  END IF;
  IF (NEW.kind, NEW.purpose, NEW."refType", NEW."refId", NEW."orgId", NEW."amountFen", NEW.currency)
    IS DISTINCT FROM (OLD.kind, OLD.purpose, OLD."refType", OLD."refId", OLD."orgId", OLD."amountFen", OLD.currency) THEN
    RAISE EXCEPTION 'what intent % is for does not change', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays_final BEFORE UPDATE ON "PspIntent" FOR EACH ROW EXECUTE FUNCTION intent_stays_final();

ALTER TABLE "FundingLot" ADD CONSTRAINT lot_within CHECK (
  "transferredFen" >= 0 AND "refundedFen" >= 0 AND "transferredFen" + "refundedFen" <= "amountFen");
CREATE INDEX inbox_waiting ON "PspInbox" ("dueAt") WHERE "processedAt" IS NULL;
