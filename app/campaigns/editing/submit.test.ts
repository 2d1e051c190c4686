import { expect, test } from "vitest";
import { AddForm } from "#app/campaigns/changing/change.ts";
import { Content } from "#app/campaigns/content.ts";
import { readDraft } from "#app/campaigns/editing/read-draft.server.ts";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { appealRejection, submitCampaign } from "#app/campaigns/editing/submit-campaign.server.ts";
import { withdrawCampaign } from "#app/campaigns/editing/withdraw-campaign.server.ts";
import {
  briefValues,
  creator,
  draftCampaign,
  lifecycleOf,
  picture,
  rewardsOf,
  submittedCampaign,
  theReviewer,
} from "#app/campaigns/fixtures.ts";
import { rejectCampaign } from "#app/campaigns/reviewing/reject-campaign.server.ts";
import { requestChanges } from "#app/campaigns/reviewing/request-changes.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { db } from "#app/db.server.ts";
import { company, person } from "#app/people/fixtures.ts";

const by = await creator();
const { viewer } = by;

test("a complete draft is frozen as a version, and its tables say the same", async () => {
  const id = await submittedCampaign(viewer, {
    "stretch[0].kind": "BACKERS",
    "stretch[0].threshold": "300",
    "stretch[0].promise": "灯罩增加第三种颜色",
    "rewards[1].secret": "on",
  });
  expect(await lifecycleOf(id)).toBe("IN_REVIEW");
  const campaign = await db.campaign.findUniqueOrThrow({
    where: { id },
    include: { reviews: true, budget: true, shipping: true, stretchGoals: true, rewards: true },
  });
  expect(campaign).toMatchObject({ goalFen: 20_000_00n, endMinute: 1200, startShareBps: 4000, capacityPerWeek: 200 });
  expect(campaign.budget.reduce((sum, line) => sum + line.amountFen, 0n)).toBe(campaign.goalFen);
  expect(campaign.shipping).toHaveLength(3);
  expect(campaign.stretchGoals[0]).toMatchObject({ kind: "BACKERS", threshold: 300n });
  expect(campaign.rewards.filter((r) => r.secretKey !== null)).toHaveLength(1);
  expect(Content.parse(campaign.content).team[0]!.name).toBe("马河");
  const [review] = campaign.reviews;
  expect(review).toMatchObject({ n: 1, state: "PENDING", hash: campaign.contentHash });
  expect(review!.dueAt).toEqual(addWorkingTime(review!.submittedAt, 5 * 86_400_000));
  expect(JSON.stringify(review!.snapshot)).not.toContain(campaign.rewards.find((r) => r.secretKey)!.secretKey);
});

test.each<[string, Record<string, string>, string]>([
  ["a budget that does not sum to the goal", { "budget[1].amount": "7999.99" }, "goal"],
  ["a budget that does not sum, whatever else is open", { "budget[1].amount": "7999.99", tagline: "" }, "goal"],
  ["a goal below the least", { goal: "999", "budget[0].amount": "999", "budget[1].title": "", "budget[1].amount": "" }, "goal"],
  [
    "no reward",
    {
      "rewards[0].title": "",
      "rewards[0].price": "",
      "rewards[0].description": "",
      "rewards[1].title": "",
      "rewards[1].price": "",
      "rewards[1].description": "",
    },
    "rewards",
  ],
  ["a day that lies before the end", { "rewards[0].promised": "2026-01-01" }, "rewards[0].promised"],
  ["a price above the most", { "rewards[0].price": "50000.01" }, "rewards[0].price"],
  ["an open question about risks", { "risks.supply": "" }, "risks.supply"],
  ["no video of a physical product", { "evidence[1].text": "" }, "evidence"],
  ["a photo in place of the video", { "evidence[1].kind": "PHOTO" }, "evidence"],
  ["a video that cannot be seen", { "evidence[1].url": "" }, "evidence"],
  ["seventy days", { durationDays: "61" }, "durationDays"],
  [
    "a stretch goal below the goal",
    { "stretch[0].kind": "AMOUNT", "stretch[0].threshold": "20000", "stretch[0].promise": "更多颜色" },
    "stretch[0].threshold",
  ],
  [
    "an end before the opening",
    { "rewards[0].opensAt": "2027-01-02T10:00", "rewards[0].closesAt": "2027-01-01T10:00" },
    "rewards[0].closesAt",
  ],
  ["nobody declared relatives", { related: "" }, "related"],
])("refused: %s", async (_name, changes, field) => {
  const id = await draftCampaign(viewer, changes);
  await expect(submitCampaign(viewer, id)).rejects.toMatchObject({ code: "briefIncomplete" });
  expect(Object.keys((await readDraft(viewer, id))!.errors)).toContain(field);
  expect(await db.campaignReview.count({ where: { campaignId: id } })).toBe(0);
});

test("refused: an unverified creator, promises of money, pictures without words, forbidden words", async () => {
  const stranger = await company();
  await expect(submitCampaign(stranger.viewer, await draftCampaign(stranger.viewer))).rejects.toMatchObject({ code: "realNameFirst" });
  const money = await draftCampaign(viewer, { "rewards[0].description": "一盏灯，外加每年百分之五的分红" });
  await expect(submitCampaign(viewer, money)).rejects.toMatchObject({ code: "promisesMoney", params: { words: "分红" } });
  const { story } = await briefValues(viewer);
  const pic = await picture(viewer);
  const nameless = await draftCampaign(viewer, { story: `${story}<img src="/files/${pic}" alt="">` });
  await expect(submitCampaign(viewer, nameless)).rejects.toMatchObject({ code: "picturesUnnamed" });
  await db.forbiddenWord.create({ data: { word: "黄河神水" } });
  const words = await draftCampaign(viewer, { tagline: "黄河 神水灯" });
  await expect(submitCampaign(viewer, words)).rejects.toMatchObject({ code: "forbiddenWords" });
  expect((await readDraft(viewer, words))!.obstacles).toMatchObject([{ code: "forbiddenWords", section: "basics" }]);
});

test("of an add-on a backer may have ten unless its creator says otherwise, of a reward one", async () => {
  const unsaid = await submittedCampaign(viewer, { "rewards[0].perBacker": "", "addOns[0].perBacker": "" });
  expect((await rewardsOf(unsaid)).map((r) => [r.kind, r.perBacker])).toEqual([
    ["REWARD", 1],
    ["REWARD", 5],
    ["ADDON", 10],
  ]);
  const said = await submittedCampaign(viewer, { "addOns[0].perBacker": "2" });
  expect((await rewardsOf(said))[2]!.perBacker).toBe(2);
  const added = (kind: string) => AddForm.parse({ ...row, kind }).perBacker;
  expect([added("REWARD"), added("ADDON")]).toEqual([1, 10]);
});
const row = { title: "一条绑带", description: "可以挂在背包上。", price: "19", promised: "2027-06-01", items: [{ name: "绑带" }] };

test("what is merely unwise is a warning", async () => {
  const id = await draftCampaign(viewer, { endTime: "03:00", tagline: "国家级的露营灯" });
  const draft = (await readDraft(viewer, id))!;
  expect(draft.warnings.map((w) => w.code)).toEqual(["loudWords", "nightEnd"]);
  expect(draft.ready).toBe(true);
});

test("what is no thing needs no film; a film may come as a file", async () => {
  const service = { physical: "", "evidence[1].text": "" };
  expect(await lifecycleOf(await submittedCampaign(viewer, service))).toBe("IN_REVIEW");
  const film = { "evidence[1].url": "", "evidence[1].files[]": [await picture(viewer)] };
  expect(await lifecycleOf(await submittedCampaign(viewer, film))).toBe("IN_REVIEW");
});

test("half a draft is kept as it is, by its own people only", async () => {
  const id = await saveDraft(viewer, null, { section: "budget", values: { goal: "许多", "budget[0].title": "模具", title: "不属于这里" } });
  const draft = (await readDraft(viewer, id))!;
  expect(draft.values).toEqual({ goal: "许多", "budget[0].title": "模具" });
  expect(draft.marks).toMatchObject({ budget: "wrong", team: "untouched" });
  const other = await person();
  expect(await readDraft(other.viewer, id)).toBeNull();
  await expect(saveDraft(other.viewer, id, { section: "basics", values: { title: "抢走" } })).rejects.toMatchObject({ code: "notFound" });
});

test("another person's picture does not become ours", async () => {
  const other = await person();
  const theirs = await picture(other.viewer);
  const id = await draftCampaign(viewer, { "cover[]": [theirs] });
  expect(await db.fileLink.count({ where: { fileId: theirs } })).toBe(0);
  await expect(submitCampaign(viewer, id)).rejects.toMatchObject({ code: "briefIncomplete" });
});

test("two clicks on submit freeze one version", async () => {
  const id = await draftCampaign(viewer);
  const answers = await Promise.allSettled([submitCampaign(viewer, id), submitCampaign(viewer, id), submitCampaign(viewer, id)]);
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
  expect(await db.campaignReview.count({ where: { campaignId: id } })).toBe(1);
});

test("taken back, changed on request, appealed once", async () => {
  const reviewer = (await theReviewer()).viewer;
  const id = await submittedCampaign(viewer);
  await withdrawCampaign(viewer, id);
  expect(await lifecycleOf(id)).toBe("DRAFT");
  await submitCampaign(viewer, id);
  await requestChanges(reviewer, id, "请补充运费说明");
  await saveDraft(viewer, id, { section: "faq", values: { "faq[0].question": "运费怎么算？", "faq[0].answer": "按地区计算。" } });
  await submitCampaign(viewer, id);
  await rejectCampaign(reviewer, id, "样机证明不足");
  await expect(submitCampaign(viewer, id)).rejects.toMatchObject({ code: "wrongState" });
  await appealRejection(viewer, id, "补充了三段过夜测试的视频");
  const reviews = await db.campaignReview.findMany({ where: { campaignId: id }, orderBy: { n: "asc" } });
  expect(reviews.map((r) => [r.n, r.state, r.appeal])).toEqual([
    [1, "WITHDRAWN", false],
    [2, "CHANGES_REQUESTED", false],
    [3, "REJECTED", false],
    [4, "PENDING", true],
  ]);
  await expect(rejectCampaign(reviewer, id, "仍然不足")).rejects.toMatchObject({ code: "anotherReviewer" });
});
