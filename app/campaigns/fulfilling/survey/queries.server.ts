import { rewardNames } from "#app/campaigns/fulfilling/queries.server.ts";
import { type Question, Questions } from "#app/campaigns/fulfilling/survey/survey.ts";
import { db } from "#app/db.server.ts";

/** The survey as its creator sees it: what is asked, whose round went out when, and what came back. */
export async function surveyOf(campaignId: string) {
  const [survey, rewards, tiers, answered, addressless] = await Promise.all([
    db.survey.findUnique({ where: { campaignId } }),
    rewardNames(campaignId),
    roundsOf(campaignId),
    db.surveyAnswer.count({ where: { pledge: { campaignId, state: "COLLECTED" } } }),
    db.$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND state = 'COLLECTED' AND "shipTo" IS NULL`,
  ]);
  const questions = survey ? Questions.parse(survey.questions) : [];
  const chosen = await choicesOf(campaignId, questions);
  const asked = tiers.reduce((n, tier) => n + (tier.sentAt ? tier.backers : 0), 0);
  const begun = tiers.some((tier) => tier.sentAt !== null);
  return { intro: survey?.intro ?? "", begun, questions, chosen, rewards, tiers, asked, answered, addressless: addressless[0]!.n };
}

type Tier = {
  id: string;
  title: string;
  backers: number;
  sentAt: Date | null;
  lockAt: Date | null;
  lockedAt: Date | null;
  onSale: boolean;
};
/** Every reward with its round of the survey, if it had one. onSale: to latecomers, until its round. */
const roundsOf = (campaignId: string) => db.$queryRaw<Tier[]>`
  SELECT r.id, r.title, n."sentAt", n."lockAt", n."lockedAt", c."latePledge" = 'OPEN' AND r."latePriceFen" IS NOT NULL AND r."closedAt" IS NULL AS "onSale",
         (SELECT count(*)::int FROM "PledgeLine" l JOIN "PledgeVersion" v ON v.id = l."versionId" AND v.state = 'CURRENT'
            JOIN "Pledge" p ON p.id = v."pledgeId" AND p.state = 'COLLECTED' WHERE l."rewardId" = r.id) AS backers
    FROM "Reward" r JOIN "Campaign" c ON c.id = r."campaignId" LEFT JOIN "SurveyRound" n ON n."rewardId" = r.id
   WHERE r."campaignId" = ${campaignId}::uuid AND r.kind = 'REWARD' ORDER BY r.ord`;

/** How many chose what: question -> choice -> backers. */
async function choicesOf(campaignId: string, questions: readonly Question[]): Promise<Record<string, Record<string, number>>> {
  const choices = questions.filter((q) => q.kind === "CHOICE").map((q) => q.id);
  if (choices.length === 0) return {};
  const rows = await db.$queryRaw<{ key: string; value: string; n: number }[]>`
    SELECT e.key, e.value, count(*)::int AS n FROM "SurveyAnswer" a JOIN "Pledge" p ON p.id = a."pledgeId", jsonb_each_text(a.answers) e
    WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED' AND e.key = ANY(${choices}) GROUP BY e.key, e.value`;
  const counted: Record<string, Record<string, number>> = {};
  for (const { key, value, n } of rows) counted[key] = { ...counted[key], [value]: n };
  return counted;
}
