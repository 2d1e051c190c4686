-- Addresses are compared as written here: always in small letters.
ALTER TABLE "User" ADD CONSTRAINT email_in_small_letters CHECK (email = lower(email));
ALTER TABLE "Invitation" ADD CONSTRAINT email_in_small_letters CHECK (email = lower(email));

-- At most one request of an organisation waits; one company code belongs to one organisation.
CREATE UNIQUE INDEX real_name_one_pending ON "RealNameRequest" ("orgId") WHERE state = 'PENDING';
CREATE UNIQUE INDEX organisation_uscc ON "Organisation" (uscc) WHERE uscc IS NOT NULL;
ALTER TABLE "RealNameRequest" ADD CONSTRAINT decided_by_someone CHECK ((state = 'PENDING') = ("decidedAt" IS NULL));

-- At most one open invitation for an address.
CREATE UNIQUE INDEX invitation_one_open ON "Invitation" ("orgId", email) WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL;

-- One person reports one thing once, until it has been decided.
CREATE UNIQUE INDEX report_one_open ON "Report" ("reporterId", "subjectType", "subjectId") WHERE state = 'OPEN';

-- A consent is a record: it is neither changed nor taken back.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Consent" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Closing an organisation locks its row, then counts what is open. Whatever new obligation was on its way waits at the foreign key's
-- lock and meets this check: nothing begins with a party that is gone.
CREATE FUNCTION refuse_closed_party() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  party uuid;
BEGIN
  FOR i IN 0 .. TG_NARGS - 1 LOOP
    party := (to_jsonb(NEW) ->> TG_ARGV[i])::uuid;
    PERFORM 1 FROM "Organisation" WHERE id = party FOR KEY SHARE;
    IF EXISTS (SELECT FROM "Organisation" WHERE id = party AND "closedAt" IS NOT NULL) THEN
      RAISE EXCEPTION 'organisation % is closed', party USING ERRCODE = '23514';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER living_party BEFORE INSERT ON "Task" FOR EACH ROW EXECUTE FUNCTION refuse_closed_party('employerId');
CREATE TRIGGER living_party BEFORE INSERT ON "Bid" FOR EACH ROW EXECUTE FUNCTION refuse_closed_party('providerId');
CREATE TRIGGER living_party BEFORE INSERT ON "Contract" FOR EACH ROW EXECUTE FUNCTION refuse_closed_party('employerId', 'providerId');

-- What is not posted here, in the spelling that the check compares: small letters, no spaces or signs. Operators add and remove words.
INSERT INTO "ForbiddenWord" (word) VALUES
  ('刷单'), ('刷信誉'), ('刷好评'), ('刷流量'), ('刷粉'), ('刷票'), ('买粉'), ('水军'), ('代考'), ('替考'), ('代写论文'), ('论文代写'),
  ('代写毕业'), ('代发论文'), ('买论文'), ('作业代写'), ('发票代开'), ('代开发票'), ('虚开发票'), ('办证'), ('刻章'), ('假证'), ('假发票'),
  ('假学历'), ('假公章'), ('套现'), ('洗钱'), ('跑分'), ('养卡'), ('养号'), ('收卡'), ('出租银行卡'), ('买卖银行卡'), ('对公账户买卖'),
  ('裸聊'), ('约炮'), ('色情'), ('招嫖'), ('卖淫'), ('赌博'), ('博彩'), ('网赌'), ('外挂'), ('木马'), ('盗号'), ('撞库'), ('ddos'), ('破解密码'),
  ('翻墙'), ('私服'), ('爬取个人信息'), ('个人信息买卖'), ('人肉搜索'), ('定位手机'), ('窃听'), ('毒品'), ('枪支'), ('弹药'), ('代孕'), ('卖肾'),
  ('传销'), ('拉人头'), ('保本保息'), ('稳赚不赔'), ('非法集资'), ('内幕消息'), ('荐股'), ('虚拟币挖矿'), ('私下交易'), ('绕过平台'),
  ('fakereviews'), ('fakereview'), ('buyreviews'), ('buyfollowers'), ('clickfarm'), ('examcheating'), ('taketheexam'), ('essaywriting'),
  ('writemythesis'), ('writemyessay'), ('fakediploma'), ('fakecertificate'), ('fakeinvoice'), ('moneylaundering'), ('onlinegambling'),
  ('casino'), ('escortservice'), ('porn'), ('malware'), ('ransomware'), ('phishing'), ('stolencreditcard'), ('guaranteedreturns')
ON CONFLICT DO NOTHING;
