-- What the product's own role may do. Run by the owner after every migration; running it again changes nothing.
-- Without the role (an external database where one role owns everything) the triggers alone hold the append-only tables.
DO $$
DECLARE
  append_only CONSTANT text[] := ARRAY[
    'LedgerAccount', 'LedgerTx', 'LedgerEntry', 'LedgerBlock', 'OperatorAct', 'OperatorBlock', 'ChannelLine', 'BalanceReading', 'DayStatement', 'DayStatementLine', 'Transition',
    'AuctionBid', 'AuctionEvent', 'BidVersion', 'TaskAmendment', 'ContractVersion', 'ChangeOffer',
    'CampaignChange', 'ChainRoot', 'SettlementResult', 'CampaignExport',
    'DisputeOffer', 'DisputeDecision', 'ContractCover'];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jincheng') OR current_user = 'jincheng' THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO jincheng;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jincheng;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO jincheng;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO jincheng;
  FOREACH name IN ARRAY append_only LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM jincheng', name);
  END LOOP;
  -- Only the owner moves the clock.
  REVOKE INSERT, UPDATE, DELETE ON "AppClock" FROM jincheng;
  GRANT UPDATE ("tickAt", "tickOffsetMs") ON "AppClock" TO jincheng;
  -- Kept by trigger from the entries.
  REVOKE INSERT, UPDATE, DELETE ON "LedgerBalance" FROM jincheng;
  REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM jincheng;
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgboss') THEN
    GRANT USAGE ON SCHEMA pgboss TO jincheng;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO jincheng;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgboss TO jincheng;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO jincheng;
  END IF;
END $$;
