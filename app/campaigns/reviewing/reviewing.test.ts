import { expect, test } from "vitest";
import { sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { appealRejection } from "#app/campaigns/editing/submit-campaign.server.ts";
import { withdrawCampaign } from "#app/campaigns/editing/withdraw-campaign.server.ts";
import { approval, creator, lifecycleOf, submittedCampaign, theReviewer } from "#app/campaigns/fixtures.ts";
import { stageShares } from "#app/campaigns/paying-out/payout.ts";
import { approveCampaign } from "#app/campaigns/reviewing/approve-campaign.server.ts";
import { reviewPage, reviewQueue } from "#app/campaigns/reviewing/queries.server.ts";
import { rejectCampaign } from "#app/campaigns/reviewing/reject-campaign.server.ts";
import { requestChanges } from "#app/campaigns/reviewing/request-changes.server.ts";
import { reviewingDue } from "#app/campaigns/reviewing/reviewing-due.server.ts";
import { db } from "#app/db.server.ts";
import { company, operator, viewerAgain } from "#app/people/fixtures.ts";

const { viewer } = await creator();
const [one, two] = [await theReviewer(), await operator()];
const large = { goal: "1000000.01", "budget[0].amount": "999000", "budget[1].amount": "1000.01" };

test("approved with its refund rules, for ninety days", async () => {
  const id = await submittedCampaign(viewer);
  expect(await approveCampaign(one.viewer, id, approval("SALE_LIKE"))).toBe("APPROVED");
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id }, include: { reviews: true } });
  expect(campaign).toMatchObject({ lifecycle: "APPROVED", refundPolicy: "SALE_LIKE", reviewedHash: campaign.contentHash });
  expect(campaign.approvalEndsAt!.getTime() - campaign.approvedAt!.getTime()).toBe(90 * 86_400_000);
  expect(campaign.reviews[0]).toMatchObject({ state: "APPROVED", decidedById: one.userId });
});

test("two reviewers at once: one decides, the other is told", async () => {
  for (let round = 0; round < 3; round++) {
    const id = await submittedCampaign(viewer);
    const answers = await Promise.allSettled([
      approveCampaign(one.viewer, id, approval()),
      rejectCampaign(two.viewer, id, "样机证明不足"),
      requestChanges(two.viewer, id, "请补充预算"),
    ]);
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
    for (const a of answers) if (a.status === "rejected") expect(a.reason).toMatchObject({ code: "wrongState" });
    const [review] = await db.campaignReview.findMany({ where: { campaignId: id } });
    expect(review!.state).toBe(await lifecycleOf(id));
    const moves = await db.transition.count({ where: { entity: "campaign", entityId: id } });
    expect(moves).toBe(3);
  }
});

test("an open item keeps it from being approved; a sample only above ¥300,000", async () => {
  const id = await submittedCampaign(viewer);
  const { checks, ...rules } = approval();
  await expect(approveCampaign(one.viewer, id, { ...rules, checks: { ...checks, risks: false } })).rejects.toMatchObject({
    code: "checklistOpen",
  });
  expect(await approveCampaign(one.viewer, id, { ...rules, checks: { ...checks, sample: false } })).toBe("APPROVED");
  const costly = await submittedCampaign(viewer, { goal: "300001", "budget[0].amount": "300000", "budget[1].amount": "1" });
  await expect(approveCampaign(one.viewer, costly, { ...rules, checks: { ...checks, sample: false } })).rejects.toMatchObject({
    code: "checklistOpen",
  });
});

test("the film of a physical product is confirmed by itself; what is no thing has none", async () => {
  const { checks, ...rules } = approval();
  const unseen = { ...rules, checks: { ...checks, video: false } };
  const id = await submittedCampaign(viewer);
  await expect(approveCampaign(one.viewer, id, unseen)).rejects.toMatchObject({ code: "checklistOpen" });
  const service = await submittedCampaign(viewer, { physical: "", "evidence[1].text": "" });
  expect(await approveCampaign(one.viewer, service, unseen)).toBe("APPROVED");
});

test("above a million two different reviewers agree on the same rules", async () => {
  const id = await submittedCampaign(viewer, large);
  expect(await approveCampaign(one.viewer, id, approval())).toBe("FIRST");
  expect(await lifecycleOf(id)).toBe("IN_REVIEW");
  await expect(approveCampaign(one.viewer, id, approval())).rejects.toMatchObject({ code: "secondReviewer" });
  await expect(approveCampaign(two.viewer, id, approval("SALE_LIKE"))).rejects.toMatchObject({ code: "policyDiffers" });
  expect(await approveCampaign(two.viewer, id, approval())).toBe("APPROVED");
  const [review] = await db.campaignReview.findMany({ where: { campaignId: id } });
  expect([review!.firstById, review!.decidedById]).toEqual([one.userId, two.userId]);
});

test("goods in stock: only of a finished product, both reviewers say so, the money comes in two stages, and a withdrawal forgets it", async () => {
  const id = await submittedCampaign(viewer, large);
  const refuses = (code: string) => expect.objectContaining({ code, field: "inStock" });
  await expect(approveCampaign(one.viewer, id, approval("RD_RISK", true))).rejects.toEqual(refuses("inStockIsFinished"));
  expect(await approveCampaign(one.viewer, id, approval("SALE_LIKE", true))).toBe("FIRST");
  await expect(approveCampaign(two.viewer, id, approval("SALE_LIKE"))).rejects.toEqual(refuses("inStockDiffers"));
  expect(await approveCampaign(two.viewer, id, approval("SALE_LIKE", true))).toBe("APPROVED");
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id } });
  expect(stageShares(campaign).map(({ stage, shareBps }) => [stage, shareBps])).toEqual([
    [1, 7000],
    [3, 3000],
  ]);
  await expect(db.campaign.update({ where: { id }, data: { refundPolicy: "RD_RISK" } })).rejects.toThrow("campaign_in_stock");
  await withdrawCampaign(viewer, id);
  expect(await db.campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ refundPolicy: null, inStock: false });
});

test("two first reviewers at once are a first and a second, never one twice", async () => {
  const id = await submittedCampaign(viewer, large);
  const answers = await Promise.all([approveCampaign(one.viewer, id, approval()), approveCampaign(two.viewer, id, approval())]);
  expect(answers.sort()).toEqual(["APPROVED", "FIRST"]);
  const [review] = await db.campaignReview.findMany({ where: { campaignId: id } });
  expect(review!.firstById).not.toBe(review!.decidedById);
});

test("nobody reviews a campaign of their own organisation, and nobody but operators reviews at all", async () => {
  const firm = await company({ owner: two, verified: true });
  const judge = await viewerAgain(two.userId, firm.orgId);
  const id = await submittedCampaign(judge);
  await expect(approveCampaign(judge, id, approval())).rejects.toMatchObject({ code: "selfDealing" });
  await expect(approveCampaign(viewer, id, approval())).rejects.toMatchObject({ code: "notFound" });
  await expect(approveCampaign((await creator()).viewer, id, approval())).rejects.toMatchObject({ code: "notFound" });
});

test("an appeal is decided by another reviewer, and there is no second one", async () => {
  const id = await submittedCampaign(viewer);
  await rejectCampaign(one.viewer, id, "样机证明不足");
  await appealRejection(viewer, id, "补充了三段过夜测试的视频");
  await expect(approveCampaign(one.viewer, id, approval())).rejects.toMatchObject({ code: "anotherReviewer" });
  await rejectCampaign(two.viewer, id, "依然不能证明样机存在");
  await expect(appealRejection(viewer, id, "再补充两段过夜测试的视频")).rejects.toMatchObject({ code: "appealedOnce" });
});

test("a review that takes too long is put before the operators, once", async () => {
  const id = await submittedCampaign(viewer);
  const { id: reviewId, dueAt } = await db.campaignReview.findFirstOrThrow({ where: { campaignId: id } });
  await reviewingDue.escalateReviews(new Date(dueAt.getTime() - 1));
  expect(await db.notice.count({ where: { subject: `campaignReview:${reviewId}` } })).toBe(0);
  await Promise.all([reviewingDue.escalateReviews(dueAt), reviewingDue.escalateReviews(dueAt)]);
  await reviewingDue.escalateReviews(dueAt);
  const told = await db.notice.findMany({ where: { subject: `campaignReview:${reviewId}` } });
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told.map((n) => n.userId)).size).toBe(told.length);
});

test("the queue shows what waits, the page what differs from the version before", async () => {
  const id = await submittedCampaign(viewer, { tagline: "国家级的露营灯" });
  const { reviews } = await reviewQueue("waiting", null);
  const row = reviews.find((r) => r.campaign.id === id)!;
  const page = (await reviewPage(row.id))!;
  expect(page.loud).toEqual(["国家级"]);
  expect(page.before).toBeNull();
  const { storyHtml } = page.snapshot.content as { storyHtml: string };
  expect(sanitiseMarkup(storyHtml, []).html).toBe(storyHtml);
});
