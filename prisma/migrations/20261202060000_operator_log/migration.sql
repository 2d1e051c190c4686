-- Acts of before this column are marked by a transaction that never was.
ALTER TABLE "OperatorAct" ADD COLUMN "xid" xid8 NOT NULL DEFAULT '0'::xid8;
ALTER TABLE "OperatorAct" ALTER COLUMN "xid" SET DEFAULT pg_current_xact_id();

-- CreateTable
CREATE TABLE "OperatorBlock" (
    "seq" INTEGER NOT NULL,
    "uptoActId" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,
    "hashPrev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OperatorBlock_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "OperatorAct_subjectId_id_idx" ON "OperatorAct"("subjectId", "id");
CREATE INDEX "OperatorAct_act_id_idx" ON "OperatorAct"("act", "id");
CREATE INDEX "OperatorAct_at_id_idx" ON "OperatorAct"("at", "id");

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "OperatorBlock" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Writers share this lock and the sealer takes it alone, so that a sealed range of ids can never grow.
CREATE FUNCTION operator_act_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1818584168);
  NEW.id := nextval(pg_get_serial_sequence('"OperatorAct"', 'id'));
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER act_begin BEFORE INSERT ON "OperatorAct" FOR EACH ROW EXECUTE FUNCTION operator_act_begin();

-- The seal of the acts in (after_id, upto]: sha256 of the seal before and of every row.
CREATE FUNCTION operator_block_hash(before text, after_id bigint, upto bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(before || coalesce(string_agg(jsonb_build_array(id, "operatorId", act, "subjectType", "subjectId", reason, details,
           (extract(epoch FROM at) * 1000)::bigint)::text, E'\n' ORDER BY id), ''), 'UTF8')), 'hex')
    FROM "OperatorAct" WHERE id > after_id AND id <= upto
$$;

-- An operator moves no lifecycle without a line in the log, written by the same transaction. Looked for among the operator's newest acts.
CREATE FUNCTION operator_move_is_logged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM (SELECT xid FROM "OperatorAct" WHERE "operatorId" = NEW."actorId" ORDER BY id DESC LIMIT 20) newest
                  WHERE xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'operator % moved % % without a line in the log', NEW."actorId", NEW.entity, NEW."entityId" USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER operator_logged AFTER INSERT ON "Transition" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."actorRole" = 'operator') EXECUTE FUNCTION operator_move_is_logged();
