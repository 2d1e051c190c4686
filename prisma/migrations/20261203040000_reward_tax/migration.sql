-- What a reward's tax or duty comes to for one unit, declared beside its price (RC-27), and what of it a pledge is made of.

-- AlterTable
ALTER TABLE "Reward" ADD COLUMN     "taxFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Pledge" ADD COLUMN     "taxFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "PledgeVersion" ADD COLUMN     "taxFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "PledgeLine" ADD COLUMN     "taxFen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ExtraCost" ADD COLUMN     "rewardId" UUID,
ALTER COLUMN "zone" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "ExtraCost_campaignId_rewardId_untilAt_idx" ON "ExtraCost"("campaignId", "rewardId", "untilAt");

ALTER TABLE "Reward" ADD CONSTRAINT reward_tax CHECK ("taxFen" >= 0);
ALTER TABLE "PledgeLine" ADD CONSTRAINT line_tax CHECK ("taxFen" >= 0);
ALTER TABLE "Pledge" ADD CONSTRAINT pledge_tax CHECK ("taxFen" >= 0 AND "shippingFen" + "taxFen" + "bonusFen" <= "amountFen");
ALTER TABLE "PledgeVersion" ADD CONSTRAINT version_tax CHECK ("taxFen" >= 0 AND "shippingFen" + "taxFen" + "bonusFen" <= "amountFen");
-- Either sending to a zone or the tax of a reward became dearer.
ALTER TABLE "ExtraCost" ADD CONSTRAINT extra_cost_of CHECK (("zone" IS NULL) <> ("rewardId" IS NULL));

-- Decides claims; a line names its tax as it names its price.
CREATE OR REPLACE FUNCTION decide_claims(p_campaign uuid, p_items jsonb, p_at timestamptz, p_rules jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  c record;
  is_live boolean; is_late boolean; until timestamptz;
  r_id uuid[]; r_kind text[]; r_price bigint[]; r_late bigint[]; r_tax bigint[]; r_limit int[]; r_claimed int[]; r_per int[]; r_opens timestamptz[]; r_closes timestamptz[];
  r_closed timestamptz[]; r_secret text[]; r_v int[]; r_touched boolean[];
  busy uuid[]; offers text[]; pair text; phones text[] := '{}'; since timestamptz;
  item record; line record;
  k int; n int; needs int; tiers int; addons int; total bigint; tax bigint; refused text; about uuid; room int;
  l_k int[]; l_needs int[]; l_pair text[];
  taken text[] := '{}'; accepted int[] := '{}';
  answers json[] := '{}';
BEGIN
  SELECT lifecycle::text, moderation::text, "latePledge"::text AS late, "deadlineAt", "lateEndsAt" INTO c FROM "Campaign" WHERE id = p_campaign FOR NO KEY UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no campaign %', p_campaign; END IF;
  is_live := c.lifecycle = 'LIVE' AND p_at < c."deadlineAt";
  is_late := c.lifecycle = 'SUCCESSFUL' AND c.late = 'OPEN' AND (c."lateEndsAt" IS NULL OR p_at < c."lateEndsAt");
  until := p_at + (p_rules->>'claimMs')::bigint * interval '1 millisecond';
  -- Nothing that is claimed in the last minutes is waited for longer than the drain.
  IF is_live THEN until := least(until, c."deadlineAt" + (p_rules->>'drainMs')::bigint * interval '1 millisecond'); END IF;
  -- One phone's claims, of whatever campaign, are counted one after the other.
  since := p_at - (p_rules->>'handsMs')::bigint * interval '1 millisecond';
  PERFORM pg_advisory_xact_lock(hashtextextended('phone:' || y.phone, 0))
     FROM (SELECT DISTINCT x->'shipTo'->>'phone' AS phone FROM jsonb_array_elements(p_items) x WHERE x->'shipTo'->>'phone' <> '' ORDER BY 1) y;
  SELECT array_agg(r.id), array_agg(r.kind::text), array_agg(r."priceFen"), array_agg(coalesce(r."latePriceFen", r."priceFen")), array_agg(r."taxFen"), array_agg(r."limit"), array_agg(r.claimed),
         array_agg(r."perBacker"), array_agg(r."opensAt"), array_agg(r."closesAt"), array_agg(r."closedAt"), array_agg(r."secretKey"), array_agg(r."rewardV"), array_agg(false)
    INTO r_id, r_kind, r_price, r_late, r_tax, r_limit, r_claimed, r_per, r_opens, r_closes, r_closed, r_secret, r_v, r_touched
    FROM (SELECT * FROM "Reward" WHERE "campaignId" = p_campaign ORDER BY id FOR NO KEY UPDATE) r;
  SELECT coalesce(array_agg("userId"), '{}') INTO busy FROM "Pledge"
   WHERE "campaignId" = p_campaign AND state IN ('RESERVED', 'PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED')
     AND "userId" IN (SELECT (x->>'userId')::uuid FROM jsonb_array_elements(p_items) x);
  -- A unit that stands ready for the first in the line.
  SELECT coalesce(array_agg("rewardId" || ' ' || "userId"), '{}') INTO offers FROM "Waitlist"
   WHERE "rewardId" = ANY (r_id) AND state = 'OFFERED' AND "offerUntilAt" > p_at;

  FOR item IN
    SELECT (t.ordinality - 1)::int AS i, (t.value->>'userId')::uuid AS who, (t.value->>'late')::boolean AS late, (t.value->>'amountFen')::bigint AS amount,
           (t.value->>'shippingFen')::bigint + (t.value->>'bonusFen')::bigint AS more, (t.value->>'taxFen')::bigint AS tax, t.value->'lines' AS lines, t.value->'secretKeys' AS keys,
           nullif(t.value->'shipTo'->>'phone', '') AS phone,
           t.value->>'pledgeId' AS pledge, t.value->>'versionId' AS version
      FROM jsonb_array_elements(p_items) WITH ORDINALITY t ORDER BY t.ordinality
  LOOP
    refused := NULL; about := NULL; room := NULL; tiers := 0; addons := 0; total := item.more; tax := 0; n := 0;
    l_k := '{}'; l_needs := '{}'; l_pair := '{}';
    IF NOT (CASE WHEN item.late THEN is_late ELSE is_live END) THEN refused := 'CLOSED';
    ELSIF c.moderation NOT IN ('CLEAR', 'FLAGGED') THEN refused := 'FROZEN';
    ELSIF item.who = ANY (busy) THEN refused := 'ALREADY';
    ELSIF item.phone IS NOT NULL AND phone_is_busy(p_campaign, item.phone, item.who, cardinality(array_positions(phones, item.phone)), since, p_rules) THEN refused := 'PHONE';
    ELSE
      FOR line IN SELECT * FROM jsonb_to_recordset(item.lines) AS l ("rewardId" uuid, qty int, "priceFen" bigint, "taxFen" bigint, "rewardV" int) LOOP
        about := line."rewardId";
        k := array_position(r_id, about);
        IF k IS NULL OR (r_secret[k] IS NOT NULL AND NOT (coalesce(item.keys, '[]'::jsonb) ? r_secret[k])) THEN refused := 'GONE';
        ELSIF r_opens[k] > p_at THEN refused := 'NOT_YET';
        ELSIF r_closed[k] IS NOT NULL OR (NOT item.late AND r_closes[k] <= p_at) THEN refused := 'REWARD_CLOSED';
        ELSIF line."rewardV" <> r_v[k] OR line."priceFen" <> (CASE WHEN item.late THEN r_late[k] ELSE r_price[k] END) OR line."taxFen" <> r_tax[k] THEN refused := 'CHANGED';
        ELSIF line.qty < 1 OR line.qty > r_per[k] OR k = ANY (l_k) THEN refused := 'PER_BACKER'; room := r_per[k];
        ELSE
          pair := about || ' ' || item.who;
          needs := line.qty;
          IF pair = ANY (offers) AND NOT pair = ANY (taken) THEN needs := needs - 1; END IF;
          IF r_limit[k] IS NOT NULL AND r_claimed[k] + needs > r_limit[k] THEN refused := 'SOLD_OUT'; room := r_limit[k] - r_claimed[k] + line.qty - needs; END IF;
        END IF;
        EXIT WHEN refused IS NOT NULL;
        IF r_kind[k] = 'REWARD' THEN tiers := tiers + 1; ELSE addons := addons + 1; END IF;
        n := n + 1; l_k[n] := k; l_needs[n] := needs; l_pair[n] := pair;
        total := total + (line."priceFen" + line."taxFen") * line.qty;
        tax := tax + line."taxFen" * line.qty;
      END LOOP;
      IF refused IS NULL AND (tiers > 1 OR (tiers = 0 AND addons > 0)) THEN refused := 'LINES'; END IF;
    END IF;
    IF refused IS NOT NULL THEN
      answers[item.i + 1] := json_build_object('i', item.i, 'ok', false, 'code', refused, 'rewardId', about, 'left', room);
      CONTINUE;
    END IF;
    IF tax <> item.tax THEN RAISE EXCEPTION 'a claim of % names a tax of %, its lines sum to %', item.who, item.tax, tax; END IF;
    IF total <> item.amount THEN RAISE EXCEPTION 'a claim of % names %, its parts sum to %', item.who, item.amount, total; END IF;
    FOR x IN 1 .. n LOOP
      r_claimed[l_k[x]] := r_claimed[l_k[x]] + l_needs[x];
      r_touched[l_k[x]] := true;
    END LOOP;
    taken := taken || l_pair;
    busy := busy || item.who;
    phones := phones || item.phone;
    accepted := accepted || item.i;
    answers[item.i + 1] := json_build_object('i', item.i, 'ok', true, 'pledgeId', item.pledge, 'versionId', item.version, 'untilAt', epoch_ms(until));
  END LOOP;

  IF cardinality(accepted) > 0 THEN
    UPDATE "Reward" r SET claimed = y.claimed, "firstClaimAt" = coalesce(r."firstClaimAt", p_at)
      FROM unnest(r_id, r_claimed, r_touched) AS y (id, claimed, touched) WHERE r.id = y.id AND y.touched;
    UPDATE "Waitlist" SET state = 'TAKEN' WHERE "rewardId" = ANY (r_id) AND "rewardId" || ' ' || "userId" = ANY (taken)
       AND (state = 'WAITING' OR (state = 'OFFERED' AND "offerUntilAt" > p_at));
    INSERT INTO "Pledge" (id, "campaignId", "userId", "orgId", state, lane, late, related, anonymous, "amountFen", "shippingFen", "taxFen", "bonusFen", "claimUntilAt", "provinceCode", region,
                          "addressId", "shipTo", "referrerId", "createdAt")
    SELECT x."pledgeId", p_campaign, x."userId", x."orgId", 'RESERVED', x.lane, x.late, x.related, x.anonymous, x."amountFen", x."shippingFen", x."taxFen", x."bonusFen", until, x."provinceCode",
           x.region, x."addressId", nullif(x."shipTo", 'null'::jsonb), x."referrerId", p_at
      FROM unnest(accepted) AS a (i) CROSS JOIN LATERAL jsonb_to_record(p_items->a.i) AS x ("pledgeId" uuid, "userId" uuid, "orgId" uuid, lane "PledgeLane", late boolean,
           related boolean, anonymous boolean, "amountFen" bigint, "shippingFen" bigint, "taxFen" bigint, "bonusFen" bigint, "provinceCode" text, region text, "addressId" uuid, "shipTo" jsonb, "referrerId" uuid);
    INSERT INTO "PledgeVersion" (id, "pledgeId", version, state, "amountFen", "shippingFen", "taxFen", "bonusFen", "dueFen", "provinceCode", "untilAt", "createdAt")
    SELECT x."versionId", x."pledgeId", 1, 'CLAIMED', x."amountFen", x."shippingFen", x."taxFen", x."bonusFen", x."amountFen", x."provinceCode", until, p_at
      FROM unnest(accepted) AS a (i) CROSS JOIN LATERAL jsonb_to_record(p_items->a.i) AS x ("versionId" uuid, "pledgeId" uuid, "amountFen" bigint, "shippingFen" bigint,
           "taxFen" bigint, "bonusFen" bigint, "provinceCode" text);
    INSERT INTO "PledgeLine" ("versionId", "rewardId", qty, "priceFen", "taxFen", "rewardV", options)
    SELECT (p_items->a.i->>'versionId')::uuid, l."rewardId", l.qty, l."priceFen", l."taxFen", l."rewardV", nullif(l.options, 'null'::jsonb)
      FROM unnest(accepted) AS a (i) CROSS JOIN LATERAL jsonb_to_recordset(p_items->a.i->'lines') AS l ("rewardId" uuid, qty int, "priceFen" bigint, "taxFen" bigint, "rewardV" int, options jsonb);
    PERFORM record_pledge_moves(array_agg((p_items->a.i->>'pledgeId')::uuid), NULL, 'RESERVED', 'claimPledge', array_agg((p_items->a.i->>'userId')::uuid), 'backer', NULL, p_at)
      FROM unnest(accepted) AS a (i);
  END IF;
  RETURN array_to_json(answers);
END $$;

-- Counts pledges; the tax follows the version that counts.
CREATE OR REPLACE FUNCTION decide_confirms(p_campaign uuid, p_items jsonb, p_at timestamptz, p_rules jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  c record; item record; ver record;
  in_time boolean; good boolean; target text;
  d_fen bigint := 0; d_backers int := 0; d_received bigint := 0; had_late boolean := false; public_change boolean := false;
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
      UPDATE "PledgeVersion" SET state = 'OLD' WHERE "pledgeId" = ver.pledge AND state = 'CURRENT';
      IF ver.counted THEN d_fen := d_fen + ver.new_fen - ver.old_fen; END IF;
    ELSE
      IF NOT ver.late THEN d_fen := d_fen + ver.new_fen; d_backers := d_backers + 1; END IF;
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
    UPDATE "Campaign" SET "pledgedFen" = "pledgedFen" + d_fen, backers = backers + d_backers, "receivedFen" = "receivedFen" + d_received, v = v + 1,
           "lastLateAt" = CASE WHEN had_late THEN p_at ELSE "lastLateAt" END
     WHERE id = p_campaign;
  END IF;
  RETURN json_build_object('answers', array_to_json(answers), 'offered', CASE WHEN back = '[]' THEN '[]'::json ELSE return_units(p_campaign, back, p_at, p_rules) END);
END $$;
