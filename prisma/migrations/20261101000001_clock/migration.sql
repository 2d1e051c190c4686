-- The one clock. Every deadline and every "now" of the product is app_now(); only time travel and tests move the offset.
INSERT INTO "AppClock" (id, "offsetMs") VALUES (1, 0);
ALTER TABLE "AppClock" ADD CONSTRAINT one_clock CHECK (id = 1);

-- STABLE so that an index can serve `"acceptBy" <= app_now()`; within one statement the moment is the same for all rows anyway.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp() + (SELECT "offsetMs" FROM "AppClock" WHERE id = 1) * interval '1 millisecond')
$$;

-- Append-only tables name this trigger function.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Transition" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "OperatorAct" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
