-- A transfer that came back stands at the channel under its reversal's own number: the books' line about it is of the same item.
CREATE OR REPLACE FUNCTION channel_item(key text, ref text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  tail CONSTANT text := regexp_replace(key, '^.*:', '');
  found text;
BEGIN
  IF tail ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
    IF key LIKE 'transfer-reversed:%' THEN
      SELECT "reversalId" INTO found FROM "PspIntent" WHERE id = tail::uuid;
    END IF;
    SELECT coalesce(found, (SELECT "chargeId" FROM "FundingLot" WHERE "intentId" = tail::uuid),
                    (SELECT "pspId" FROM "PspIntent" WHERE id = tail::uuid AND kind IN ('TRANSFER', 'REFUND'))) INTO found;
  ELSE
    SELECT source INTO found FROM "ChannelLine" WHERE id = tail;
    IF found IS NULL AND (key LIKE 'fee:%' OR key LIKE 'available:%' OR key LIKE 'transfer-reversed:%') THEN found := tail; END IF;
  END IF;
  RETURN coalesce(found, ref);
END $$;
