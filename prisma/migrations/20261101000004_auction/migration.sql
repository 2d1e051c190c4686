-- The live room: what the schema language cannot say, and the one function that decides bids.

ALTER TABLE "Auction"
  ADD CONSTRAINT auction_times CHECK ("startAt" < "endAt" AND "endAt" <= "hardEndAt" AND "scheduledEndAt" <= "hardEndAt"),
  ADD CONSTRAINT auction_numbers CHECK ("minStepFen" > 0 AND "floorFen" >= 0 AND "floorFen" < "budgetFen" AND "weightPrice" BETWEEN 10 AND 70
    AND "softWindowMs" >= 0 AND "extendMs" >= 0 AND "maxExtensions" >= 0 AND "intervalMs" >= 0 AND "maxFailures" > 0 AND "failurePauseMs" >= 0
    AND "confirmBps" BETWEEN 1 AND 10000),
  ADD CONSTRAINT auction_counts CHECK (seq >= 0 AND v >= 0 AND extensions BETWEEN 0 AND "maxExtensions" AND restarts >= 0),
  ADD CONSTRAINT auction_paused CHECK ((state = 'PAUSED') = ("pausedAt" IS NOT NULL));
ALTER TABLE "AuctionBidder"
  ADD CONSTRAINT bidder_prices CHECK ("openingFen" > 0 AND "priceFen" > 0 AND "priceFen" <= "openingFen"),
  ADD CONSTRAINT bidder_scores CHECK ("fixedMilli" BETWEEN 0 AND 100000 AND "scoreMilli" BETWEEN "fixedMilli" AND 100000 AND rank > 0 AND failures >= 0);
ALTER TABLE "AuctionBid" ADD CONSTRAINT bid_numbers CHECK (seq > 0 AND "priceFen" > 0 AND rank > 0);

-- Room for each row's next versions on its own page: both are rewritten with every accepted bid.
ALTER TABLE "Auction" SET (fillfactor = 50);
ALTER TABLE "AuctionBidder" SET (fillfactor = 50);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuctionBid" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuctionEvent" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION epoch_ms(t timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT round(extract(epoch FROM t) * 1000)::bigint $$;

-- The text of an accepted bid that its hash covers: keys in alphabetical order, whole numbers and plain text only, so that anyone gets it
-- byte for byte. hash = sha256(previous hash as hexadecimal text, then this text).
CREATE FUNCTION auction_bid_text(task uuid, round int, seq int, bid uuid, label int, price bigint, score int, rank int, intent uuid, accepted timestamptz, ends timestamptz, extensions int)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '{"acceptedAt":' || epoch_ms(accepted) || ',"bidId":"' || bid || '","endAt":' || epoch_ms(ends) || ',"extensions":' || extensions || ',"intentId":"' || intent
    || '","label":' || label || ',"priceFen":' || price || ',"rank":' || rank || ',"round":' || round || ',"scoreMilli":' || score
    || ',"seq":' || seq || ',"taskId":"' || task || '"}'
$$;

-- Points of a live price: floor(weight * 1000 * (budget - price) / (budget - floor)), between 0 and weight * 1000; the same as tasks/score.ts.
CREATE FUNCTION live_price_milli(price bigint, budget bigint, floor_fen bigint, weight int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN price >= budget OR budget <= floor_fen THEN 0
    ELSE least(weight::bigint * 1000, weight::bigint * 1000 * (budget - price) / (budget - floor_fen))::int END
$$;

-- Decides bids of one room in their order, as of p_at, and returns an answer for each. The caller's transaction holds the room's row.
-- A bid: {bidId, intentId, priceFen, confirmFen?, expectV?}. An answer: {i, ok, code?, seq?, acceptedAt?, rank?, endAt?, v, priceFen?, waitMs?, ...}.
-- The room is read once into arrays and written once at the end: the loop touches no table.
CREATE FUNCTION decide_bids(p_task uuid, p_bids jsonb, p_at timestamptz) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  a "Auction"%ROWTYPE;
  ids uuid[]; labels int[]; fixed int[]; prices bigint[]; scores int[]; lasts timestamptz[]; seqs int[]; fails int[]; pauses timestamptz[];
  ord int[];                 -- ord[k]: the bidder at rank k
  pos int[];                 -- pos[b]: the rank of bidder b
  touched boolean := false;  -- some bidder's row changed
  item record;
  b int; k int; was int; refused text; wait_ms bigint; detail bigint; score int; line text;
  price bigint;
  answers json[] := '{}';
  n int := 0;                -- accepted in this call
  n_intent uuid[] := '{}'; n_bidder int[] := '{}'; n_price bigint[] := '{}'; n_score int[] := '{}'; n_rank int[] := '{}';
  n_seq int[] := '{}'; n_v int[] := '{}'; n_end timestamptz[] := '{}'; n_ext int[] := '{}'; n_prev text[] := '{}'; n_hash text[] := '{}';
BEGIN
  SELECT * INTO a FROM "Auction" WHERE "taskId" = p_task FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no auction %', p_task; END IF;
  SELECT array_agg(x."bidId"), array_agg(x.label), array_agg(x."fixedMilli"), array_agg(x."priceFen"), array_agg(x."scoreMilli"), array_agg(x."lastAt"),
         array_agg(x."lastSeq"), array_agg(x.failures), array_agg(x."pausedUntilAt"), array_agg(x.nth::int), array_agg(x.nth::int)
    INTO ids, labels, fixed, prices, scores, lasts, seqs, fails, pauses, ord, pos
    FROM (SELECT *, row_number() OVER (ORDER BY rank) AS nth FROM "AuctionBidder" WHERE "taskId" = p_task ORDER BY rank) x;

  FOR item IN
    SELECT (t.ordinality - 1)::int AS i, (t.value->>'bidId')::uuid AS bid, (t.value->>'intentId')::uuid AS intent, (t.value->>'priceFen')::bigint AS price,
           (t.value->>'confirmFen')::bigint AS confirm, (t.value->>'expectV')::int AS expect, known.*
      FROM jsonb_array_elements(p_bids) WITH ORDINALITY t
      LEFT JOIN LATERAL (
        SELECT o.seq AS k_seq, o."acceptedAt" AS k_at, o.rank AS k_rank, o."endAt" AS k_end, o.v AS k_v, o."priceFen" AS k_price, o."scoreMilli" AS k_score
          FROM "AuctionBid" o
         WHERE o."taskId" = p_task AND o."bidId" = (t.value->>'bidId')::uuid AND o."intentId" = (t.value->>'intentId')::uuid LIMIT 1) known ON true
     ORDER BY t.ordinality
  LOOP
    -- Sent before (its answer was lost on the way): the same answer.
    IF item.k_seq IS NOT NULL THEN
      answers[item.i + 1] := json_build_object('i', item.i, 'ok', true, 'seq', item.k_seq, 'acceptedAt', epoch_ms(item.k_at), 'rank', item.k_rank,
        'endAt', epoch_ms(item.k_end), 'v', item.k_v, 'priceFen', item.k_price, 'scoreMilli', item.k_score);
      CONTINUE;
    END IF;
    b := array_position(ids, item.bid);
    k := array_position(n_intent, item.intent);
    IF k IS NOT NULL AND n_bidder[k] = b THEN
      answers[item.i + 1] := json_build_object('i', item.i, 'ok', true, 'seq', n_seq[k], 'acceptedAt', epoch_ms(p_at), 'rank', n_rank[k],
        'endAt', epoch_ms(n_end[k]), 'v', n_v[k], 'priceFen', n_price[k], 'scoreMilli', n_score[k]);
      CONTINUE;
    END IF;

    price := item.price;
    refused := NULL; wait_ms := NULL; detail := NULL;
    IF a.state <> 'RUNNING' OR p_at >= a."endAt" OR p_at < a."startAt" THEN refused := 'CLOSED';
    ELSIF b IS NULL THEN refused := 'NOT_BIDDER';
    ELSIF pauses[b] > p_at THEN refused := 'RATE'; wait_ms := epoch_ms(pauses[b]) - epoch_ms(p_at);
    ELSIF item.expect <> a.v THEN refused := 'STALE_VERSION';
    ELSE
      IF lasts[b] + a."intervalMs" * interval '1 millisecond' > p_at THEN
        refused := 'RATE'; wait_ms := epoch_ms(lasts[b]) + a."intervalMs" - epoch_ms(p_at);
      ELSIF price < a."floorFen" THEN refused := 'FLOOR'; detail := a."floorFen";
      ELSIF price > prices[b] - a."minStepFen" THEN refused := 'STEP'; detail := prices[b] - a."minStepFen";
      END IF;
      -- A slip of the keyboard is not a failure: the same price typed once more goes through.
      IF refused IS NULL AND price * 10000 < prices[b] * (10000 - a."confirmBps") AND item.confirm IS DISTINCT FROM price THEN
        refused := 'CONFIRM'; detail := prices[b];
      ELSIF refused IS NOT NULL THEN
        touched := true;
        fails[b] := fails[b] + 1;
        IF fails[b] >= a."maxFailures" THEN
          fails[b] := 0;
          pauses[b] := p_at + a."failurePauseMs" * interval '1 millisecond';
          wait_ms := a."failurePauseMs";
        END IF;
      END IF;
    END IF;
    IF refused IS NOT NULL THEN
      answers[item.i + 1] := json_build_object('i', item.i, 'ok', false, 'code', refused, 'v', a.v, 'endAt', epoch_ms(a."endAt"), 'waitMs', wait_ms, 'limitFen', detail);
      CONTINUE;
    END IF;

    -- Accepted: a lower price only ever moves its own bidder up. At equal scores the earlier one stays ahead.
    touched := true;
    score := fixed[b] + live_price_milli(price, a."budgetFen", a."floorFen", a."weightPrice");
    prices[b] := price; scores[b] := score; lasts[b] := p_at; fails[b] := 0; pauses[b] := NULL;
    was := pos[b];
    k := was;
    WHILE k > 1 AND scores[ord[k - 1]] < score LOOP
      ord[k] := ord[k - 1]; pos[ord[k]] := k; k := k - 1;
    END LOOP;
    ord[k] := b; pos[b] := k;
    a.seq := a.seq + 1; a.v := a.v + 1; seqs[b] := a.seq;
    IF k <= 3 AND k < was AND p_at >= a."endAt" - a."softWindowMs" * interval '1 millisecond' AND a.extensions < a."maxExtensions"
       AND least(p_at + a."extendMs" * interval '1 millisecond', a."hardEndAt") > a."endAt" THEN
      a."endAt" := least(p_at + a."extendMs" * interval '1 millisecond', a."hardEndAt");
      a.extensions := a.extensions + 1;
    END IF;
    n := n + 1;
    n_intent[n] := item.intent; n_bidder[n] := b; n_price[n] := price; n_score[n] := score; n_rank[n] := k;
    n_seq[n] := a.seq; n_v[n] := a.v; n_end[n] := a."endAt"; n_ext[n] := a.extensions; n_prev[n] := a."headHash";
    line := auction_bid_text(p_task, a.restarts, a.seq, ids[b], labels[b], price, score, k, item.intent, p_at, a."endAt", a.extensions);
    a."headHash" := encode(sha256(convert_to(a."headHash" || line, 'UTF8')), 'hex');
    n_hash[n] := a."headHash";
    answers[item.i + 1] := json_build_object('i', item.i, 'ok', true, 'seq', a.seq, 'acceptedAt', epoch_ms(p_at), 'rank', k,
      'endAt', epoch_ms(a."endAt"), 'v', a.v, 'priceFen', price, 'scoreMilli', score);
  END LOOP;

  IF touched THEN
    UPDATE "AuctionBidder" x SET "priceFen" = y.price, "scoreMilli" = y.score, "lastAt" = y.last, "lastSeq" = y.seq, failures = y.fail, "pausedUntilAt" = y.pause, rank = y.pos
      FROM unnest(ids, prices, scores, lasts, seqs, fails, pauses, pos) AS y (id, price, score, last, seq, fail, pause, pos)
     WHERE x."taskId" = p_task AND x."bidId" = y.id
       AND (x."lastSeq" <> y.seq OR x.rank <> y.pos OR x.failures <> y.fail OR x."pausedUntilAt" IS DISTINCT FROM y.pause);
  END IF;
  IF n > 0 THEN
    INSERT INTO "AuctionBid" ("taskId", round, seq, "bidId", label, "priceFen", "scoreMilli", rank, "intentId", v, extensions, "acceptedAt", "endAt", "hashPrev", hash)
    SELECT p_task, a.restarts, y.seq, ids[y.b], labels[y.b], y.price, y.score, y.rank, y.intent, y.v, y.ext, p_at, y.ends, y.prev, y.hash
      FROM unnest(n_seq, n_bidder, n_price, n_score, n_rank, n_intent, n_v, n_ext, n_end, n_prev, n_hash) AS y (seq, b, price, score, rank, intent, v, ext, ends, prev, hash);
    UPDATE "Auction" SET seq = a.seq, v = a.v, "endAt" = a."endAt", extensions = a.extensions, "headHash" = a."headHash", "leaderMilli" = scores[ord[1]]
     WHERE "taskId" = p_task;
  END IF;
  RETURN array_to_json(answers);
END $$;

-- The door of every bid: takes the room's row first, then reads the clock; a bid is in time if the row was taken before the end.
CREATE FUNCTION place_bids(p_task uuid, p_bids jsonb) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Auction" WHERE "taskId" = p_task FOR UPDATE;
  RETURN decide_bids(p_task, p_bids, app_now());
END $$;

-- What should not be there: the foreign key that the append table does without, and every hash worked out again. The audit asks for it.
CREATE FUNCTION auction_faults() RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT DISTINCT 'bids without a room: ' || b."taskId" FROM "AuctionBid" b WHERE NOT EXISTS (SELECT FROM "Auction" a WHERE a."taskId" = b."taskId")
  UNION ALL
  SELECT 'bid ' || b.round || '.' || b.seq || ' of ' || b."taskId"
    FROM (SELECT *, lag(hash) OVER w AS before, row_number() OVER w AS nth FROM "AuctionBid" WINDOW w AS (PARTITION BY "taskId", round ORDER BY seq)) b
   WHERE b.seq <> b.nth OR b."hashPrev" <> coalesce(b.before, b."hashPrev")
      OR b.hash <> encode(sha256(convert_to(b."hashPrev" || auction_bid_text(b."taskId", b.round, b.seq, b."bidId", b.label, b."priceFen", b."scoreMilli", b.rank,
           b."intentId", b."acceptedAt", b."endAt", b.extensions), 'UTF8')), 'hex')
  UNION ALL
  SELECT 'end of the chain of ' || a."taskId"
    FROM "Auction" a LEFT JOIN "AuctionBid" b ON b."taskId" = a."taskId" AND b.round = a.restarts AND b.seq = a.seq
   WHERE a."headHash" <> coalesce(b.hash, a."genesisHash") OR (a.seq > 0 AND b.hash IS NULL)
      OR EXISTS (SELECT FROM "AuctionBid" c WHERE c."taskId" = a."taskId" AND c.round = a.restarts AND c.seq > a.seq)
$$;
