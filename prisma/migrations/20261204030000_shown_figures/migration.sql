ALTER TABLE "Campaign" ADD COLUMN "orders" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Campaign" ADD COLUMN "collectedFen" BIGINT;

-- What a version of a pledge orders: units of rewards. Add-ons come with an order and are none.
CREATE FUNCTION orders_of(p_version uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(l.qty), 0)::int FROM "PledgeLine" l JOIN "Reward" r ON r.id = l."rewardId" WHERE l."versionId" = p_version AND r.kind = 'REWARD' $$;

UPDATE "Campaign" c SET orders = o.n FROM (
  SELECT p."campaignId", sum(orders_of(v.id))::int AS n FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' WHERE p.counted GROUP BY 1) o
 WHERE o."campaignId" = c.id AND o.n > 0;

-- What had come in, and was not going back, when the collection ended.
UPDATE "Campaign" c SET "collectedFen" = greatest(0, (
  SELECT coalesce(sum(
           (SELECT coalesce(sum(l."amountFen"), 0) FROM "FundingLot" l WHERE l."refType" = 'pledge' AND l."refId" = p.id AND l."createdAt" <= x.at)
         - (SELECT coalesce(sum(r."amountFen"), 0) FROM "PledgeRefund" r WHERE r."pledgeId" = p.id AND r."entitledAt" <= x.at)
         - CASE WHEN EXISTS (SELECT FROM "CardDispute" d WHERE d."refType" = 'pledge' AND d."refId" = p.id AND d."closedAt" <= x.at) THEN p."chargedBackFen" ELSE 0 END), 0)
    FROM "Pledge" p WHERE p."campaignId" = c.id AND p.counted AND NOT p.late))
  FROM (SELECT "entityId", min(at) AS at FROM "Transition" WHERE entity = 'campaign.collection' AND verb IN ('closeCollection', 'askDecision') GROUP BY 1) x
 WHERE x."entityId" = c.id AND c.collection IN ('DECISION_NEEDED', 'CLOSED');
UPDATE "Campaign" SET "collectedFen" = 0 WHERE collection IN ('DECISION_NEEDED', 'CLOSED') AND "collectedFen" IS NULL;

ALTER TABLE "Campaign"
  ADD CONSTRAINT campaign_orders CHECK (orders >= 0),
  ADD CONSTRAINT campaign_collected CHECK (("collectedFen" IS NOT NULL) = (collection IN ('DECISION_NEEDED', 'CLOSED')) AND "collectedFen" >= 0);

-- How long refunds took: the newest that arrived, of a campaign and of all.
CREATE INDEX pledge_refund_done ON "PledgeRefund" ("doneAt" DESC) WHERE state = 'DONE';
CREATE INDEX pledge_refund_done_of ON "PledgeRefund" ("campaignId", "doneAt" DESC) WHERE state = 'DONE';

-- Counts pledges; the orders follow the version that counts.
CREATE OR REPLACE FUNCTION decide_confirms(p_campaign uuid, p_items jsonb, p_at timestamptz, p_rules jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  c record; item record; ver record;
  in_time boolean; good boolean; target text;
  d_fen bigint := 0; d_backers int := 0; d_received bigint := 0; d_orders int := 0; had_late boolean := false; public_change boolean := false;
  back jsonb := '[]';
  answers json[] := '{}';
BEGIN
  SELECT lifecycle::text, moderation::text, "deadlineAt" INTO c FROM "Campaign" WHERE id = p_campaign FOR NO KEY UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no campaign %', p_campaign; END IF;
  FOR item IN
    SELECT (t.ordinality - 1)::int AS i, x.* FROM jsonb_array_elements(p_items) WITH ORDINALITY t
      CROSS JOIN LATERAL jsonb_to_record(t.value) AS x ("versionId" uuid, "paidFen" bigint, method text, "customerId" text, "paymentMethodId" text, fingerprint text, brand text, last4 text, refused boolean)
     ORDER BY t.ordinality
  LOOP
    SELECT w.id, w.version, w.state::text AS version_state, w."amountFen" AS new_fen, w."shippingFen" AS new_shipping, w."taxFen" AS new_tax, w."bonusFen" AS new_bonus, w."provinceCode" AS new_province,
           p.id AS pledge, p.state::text AS state, p."amountFen" AS old_fen, p.counted, p.late, p."userId" AS who INTO ver
      FROM "PledgeVersion" w JOIN "Pledge" p ON p.id = w."pledgeId" WHERE w.id = item."versionId" AND p."campaignId" = p_campaign FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no version % of a pledge for campaign %', item."versionId", p_campaign; END IF;
    d_received := d_received + item."paidFen";
    in_time := c.moderation <> 'PURGED' AND (CASE WHEN ver.late THEN c.lifecycle = 'SUCCESSFUL'
      ELSE c.lifecycle IN ('LIVE', 'SETTLING') AND p_at < c."deadlineAt" + (p_rules->>'drainMs')::bigint * interval '1 millisecond' END);
    good := in_time AND NOT coalesce(item.refused, false) AND ((ver.version_state = 'CLAIMED' AND ver.state IN ('RESERVED', 'PLEDGED')) OR (ver.version_state = 'EXPIRED' AND ver.state = 'EXPIRED' AND ver.version = 1
      AND NOT EXISTS (SELECT FROM "Pledge" o WHERE o."campaignId" = p_campaign AND o."userId" = ver.who AND o.state IN ('RESERVED', 'PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED'))));
    IF good AND ver.state = 'EXPIRED' THEN
      PERFORM 1 FROM "Reward" WHERE id IN (SELECT "rewardId" FROM "PledgeLine" WHERE "versionId" = ver.id) ORDER BY id FOR NO KEY UPDATE;
      good := NOT EXISTS (SELECT FROM "PledgeLine" l JOIN "Reward" r ON r.id = l."rewardId" WHERE l."versionId" = ver.id AND r.claimed + l.qty > r."limit");
      IF good THEN UPDATE "Reward" r SET claimed = r.claimed + l.qty FROM "PledgeLine" l WHERE l."versionId" = ver.id AND r.id = l."rewardId"; END IF;
    END IF;
    IF NOT good THEN
      UPDATE "Pledge" SET "collectedFen" = "collectedFen" + item."paidFen", method = coalesce(item.method, method) WHERE id = ver.pledge;
      answers[item.i + 1] := json_build_object('i', item.i, 'ok', false, 'pledgeId', ver.pledge, 'was', ver.state, 'state', ver.state);
      CONTINUE;
    END IF;

    target := CASE WHEN ver.late THEN 'COLLECTED' ELSE 'PLEDGED' END;
    IF ver.state = 'PLEDGED' THEN
      -- The units that the older version had more of.
      SELECT back || coalesce(jsonb_agg(jsonb_build_object('rewardId', o."rewardId", 'qty', o.qty - coalesce(l.qty, 0))), '[]') INTO back
        FROM "PledgeVersion" w JOIN "PledgeLine" o ON o."versionId" = w.id LEFT JOIN "PledgeLine" l ON l."versionId" = ver.id AND l."rewardId" = o."rewardId"
       WHERE w."pledgeId" = ver.pledge AND w.state = 'CURRENT' AND o.qty > coalesce(l.qty, 0);
      IF ver.counted THEN
        d_fen := d_fen + ver.new_fen - ver.old_fen;
        d_orders := d_orders + orders_of(ver.id) - coalesce((SELECT orders_of(w.id) FROM "PledgeVersion" w WHERE w."pledgeId" = ver.pledge AND w.state = 'CURRENT'), 0);
      END IF;
      UPDATE "PledgeVersion" SET state = 'OLD' WHERE "pledgeId" = ver.pledge AND state = 'CURRENT';
    ELSE
      IF NOT ver.late THEN d_fen := d_fen + ver.new_fen; d_backers := d_backers + 1; d_orders := d_orders + orders_of(ver.id); END IF;
    END IF;
    had_late := had_late OR ver.late;
    public_change := true;
    UPDATE "PledgeVersion" SET state = 'CURRENT' WHERE id = ver.id;
    UPDATE "Pledge" SET state = target::"PledgeState", counted = NOT late, version = ver.version, "amountFen" = ver.new_fen, "shippingFen" = ver.new_shipping, "taxFen" = ver.new_tax, "bonusFen" = ver.new_bonus,
           "provinceCode" = ver.new_province, "collectedFen" = "collectedFen" + item."paidFen", method = coalesce(item.method, method), "customerId" = coalesce(item."customerId", "customerId"),
           "paymentMethodId" = coalesce(item."paymentMethodId", "paymentMethodId"), fingerprint = coalesce(item.fingerprint, fingerprint), "cardBrand" = coalesce(item.brand, "cardBrand"),
           "cardLast4" = coalesce(item.last4, "cardLast4"), "pledgedAt" = coalesce("pledgedAt", p_at), "collectedAt" = CASE WHEN late THEN p_at ELSE "collectedAt" END,
           "endedAt" = NULL, "endReason" = NULL
     WHERE id = ver.pledge;
    PERFORM record_pledge_moves(ARRAY[ver.pledge], ver.state, target,
      CASE ver.state WHEN 'PLEDGED' THEN 'changePledge' WHEN 'EXPIRED' THEN 'reviveClaim' ELSE 'confirmPledge' END, ARRAY[NULL]::uuid[], 'stripe', NULL, p_at);
    answers[item.i + 1] := json_build_object('i', item.i, 'ok', true, 'pledgeId', ver.pledge, 'was', ver.state, 'state', target);
  END LOOP;
  IF public_change OR d_received > 0 THEN
    UPDATE "Campaign" SET "pledgedFen" = "pledgedFen" + d_fen, backers = backers + d_backers, orders = orders + d_orders, "receivedFen" = "receivedFen" + d_received, v = v + 1,
           "lastLateAt" = CASE WHEN had_late THEN p_at ELSE "lastLateAt" END
     WHERE id = p_campaign;
  END IF;
  RETURN json_build_object('answers', array_to_json(answers), 'offered', CASE WHEN back = '[]' THEN '[]'::json ELSE return_units(p_campaign, back, p_at, p_rules) END);
END $$;
