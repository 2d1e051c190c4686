-- The line for a reward is part of the campaign as it runs: what comes back after its deadline is offered to nobody. Whoever still waits then is told
-- by the clock. Units come back to the stock all the same, for latecomers where they are sold something.
CREATE OR REPLACE FUNCTION return_units(p_campaign uuid, p_units jsonb, p_at timestamptz, p_rules jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  c record; r record; until timestamptz;
  made json[] := '{}'; batch json[];
BEGIN
  SELECT lifecycle::text, moderation::text, "deadlineAt" INTO c FROM "Campaign" WHERE id = p_campaign FOR NO KEY UPDATE;
  PERFORM 1 FROM "Reward" WHERE "campaignId" = p_campaign ORDER BY id FOR NO KEY UPDATE;
  UPDATE "Reward" x SET claimed = x.claimed - u.qty
    FROM (SELECT "rewardId", sum(qty)::int AS qty FROM jsonb_to_recordset(p_units) AS l ("rewardId" uuid, qty int) GROUP BY "rewardId") u WHERE x.id = u."rewardId";
  IF NOT (c.moderation IN ('CLEAR', 'FLAGGED') AND c.lifecycle = 'LIVE' AND p_at < c."deadlineAt") THEN RETURN '[]'; END IF;
  until := least(p_at + (p_rules->>'offerMs')::bigint * interval '1 millisecond', c."deadlineAt");
  FOR r IN
    SELECT x.id, x.title, x."limit" - x.claimed AS free FROM "Reward" x
     WHERE x."campaignId" = p_campaign AND x.claimed < x."limit" AND x."closedAt" IS NULL AND (x."opensAt" IS NULL OR x."opensAt" <= p_at)
       AND (x."closesAt" IS NULL OR x."closesAt" > p_at)
       AND EXISTS (SELECT FROM "Waitlist" w WHERE w."rewardId" = x.id AND w.state = 'WAITING')
     ORDER BY x.id
  LOOP
    WITH offered AS (
      UPDATE "Waitlist" SET state = 'OFFERED', "offerUntilAt" = until
       WHERE id IN (SELECT w.id FROM "Waitlist" w WHERE w."rewardId" = r.id AND w.state = 'WAITING' ORDER BY w.id LIMIT r.free) RETURNING "userId")
    SELECT array_agg(json_build_object('userId', o."userId", 'rewardId', r.id, 'title', r.title, 'untilAt', epoch_ms(until))) INTO batch FROM offered o;
    UPDATE "Reward" SET claimed = claimed + cardinality(batch) WHERE id = r.id;
    made := made || batch;
  END LOOP;
  RETURN array_to_json(made);
END $$;
