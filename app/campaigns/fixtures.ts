import { createHash, randomUUID } from "node:crypto";
import sharp from "sharp";
import { type DraftValues, sections } from "#app/campaigns/editing/brief.ts";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { submitCampaign } from "#app/campaigns/editing/submit-campaign.server.ts";
import { launchCampaign } from "#app/campaigns/launching/launch-campaign.server.ts";
import { approveCampaign } from "#app/campaigns/reviewing/approve-campaign.server.ts";
import { type ApproveForm, checklist } from "#app/campaigns/reviewing/review.ts";
import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { company, type Known, operator } from "#app/people/fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** Campaigns for tests and the seed, made through the verbs. Only what the channel says of a payee is made up here. */
const DAY = 86_400_000;

/** A picture of the viewer that belongs to nothing yet. */
export async function picture(viewer: Viewer, bytes?: Uint8Array, name = "picture.png"): Promise<string> {
  const body =
    bytes ??
    new Uint8Array(
      await sharp({ create: { width: 48, height: 32, channels: 3, background: "#3f6f7f" } })
        .png()
        .toBuffer(),
    );
  const storageKey = randomUUID();
  await storage.put(storageKey, body, "image/png");
  const sha256 = createHash("sha256").update(body).digest("hex");
  const data = {
    ownerId: viewer.userId,
    name,
    mime: "image/png",
    sizeBytes: body.byteLength,
    sha256,
    storageKey,
    createdAt: await appNow(),
  };
  return (await db.file.create({ data, select: { id: true } })).id;
}

/** Whatever a test doesn't say about its campaign: a lamp with a limited early bird, an unlimited reward and an add-on. Goal ¥20,000. */
export async function briefValues(viewer: Viewer, changes: DraftValues = {}): Promise<DraftValues> {
  const now = await appNow();
  const day = (days: number) => dateTimeToInput(new Date(now.getTime() + days * DAY)).slice(0, 10);
  const reward = (i: number, list: "rewards" | "addOns", title: string, price: string, more: DraftValues = {}): DraftValues => ({
    [`${list}[${i}].title`]: title,
    [`${list}[${i}].description`]: "一盏可折叠的露营灯，含充电线与收纳袋。",
    [`${list}[${i}].price`]: price,
    [`${list}[${i}].perBacker`]: "5",
    [`${list}[${i}].ships`]: "on",
    [`${list}[${i}].promised`]: day(150),
    [`${list}[${i}].items[0].name`]: "露营灯",
    [`${list}[${i}].items[0].qty`]: "1",
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`${list}[${i}].${name}`, value])),
  });
  return {
    title: "黄河石露营灯",
    tagline: "一盏能折进口袋的暖光灯",
    category: "outdoors",
    "cover[]": [await picture(viewer)],
    coverAlt: "放在石头上的露营灯",
    physical: "on",
    story:
      "<h2>为什么做它</h2><p>我们在黄河边露营了三年，用坏了九盏灯。它们要么太亮，要么太重，要么电池换不了。于是我们自己动手：把灯罩做成可以压平的形状，电池用随处能买到的型号，坏了的部件都能单独更换。</p><p>第一批样机已经在兰州的四个营地用了一个冬天，零下二十度也能点亮一整夜。</p>",
    "evidence[0].kind": "PHOTO",
    "evidence[0].text": "第三版样机在白塔山过夜测试",
    "evidence[0].at": "2026-03-15",
    "evidence[1].kind": "VIDEO",
    "evidence[1].text": "开灯、压平、换电池的连续镜头，开头出示代码",
    "evidence[1].at": "2026-03-20",
    "evidence[1].url": "https://video.example/lamp",
    "risks.technical": "折叠处的寿命测试到五千次，更长的寿命还在验证。",
    "risks.manufacturing": "开模由兰州新区的注塑厂完成，首件合格后再批量。",
    "risks.supply": "电池与灯珠都有两家供应商，单价波动不超过一成。",
    "risks.compliance": "已委托检测机构做安全与电磁兼容测试。",
    "risks.money": "所筹资金足够首批一千盏，超出部分只会增加产量。",
    "risks.schedule": "模具若修改一次，发货推迟约三周，我们会提前说明。",
    "team[0].name": "马河",
    "team[0].role": "产品设计",
    "team[0].about": "做过六年户外装备，负责结构与测试。",
    related: "on",
    goal: "20000",
    startShare: "40",
    "budget[0].title": "模具",
    "budget[0].amount": "12000",
    "budget[0].note": "注塑模具两套",
    "budget[1].title": "首批物料",
    "budget[1].amount": "8000",
    durationDays: "30",
    endTime: "20:00",
    capacityPerWeek: "200",
    ...reward(0, "rewards", "早鸟一盏", "199", { limit: "10" }),
    ...reward(1, "rewards", "标准一盏", "249", { "items[0].options": "颜色: 沙色, 松绿" }),
    ...reward(0, "addOns", "备用电池", "39", { limit: "100" }),
    "shipping.LOCAL.first": "8",
    "shipping.LOCAL.extra": "2",
    "shipping.MAINLAND.first": "12",
    "shipping.MAINLAND.extra": "4",
    "shipping.REMOTE.first": "25",
    "shipping.REMOTE.extra": "10",
    "faq[0].question": "电池可以自己换吗？",
    "faq[0].answer": "可以，用一枚硬币就能打开。",
    ...changes,
  };
}

/** A verified company that makes campaigns. */
export const creator = () => company({ verified: true });

/** A draft with every section saved. */
export async function draftCampaign(viewer: Viewer, changes: DraftValues = {}): Promise<string> {
  const values = await briefValues(viewer, changes);
  let campaignId: string | null = null;
  for (const { key: section } of sections) campaignId = await saveDraft(viewer, campaignId, { section, values });
  return campaignId!;
}

export async function submittedCampaign(viewer: Viewer, changes: DraftValues = {}): Promise<string> {
  const campaignId = await draftCampaign(viewer, changes);
  await submitCampaign(viewer, campaignId);
  return campaignId;
}

export const approval = (refundPolicy: ApproveForm["refundPolicy"] = "RD_RISK", inStock = false): ApproveForm => ({
  refundPolicy,
  inStock,
  checks: Object.fromEntries(checklist.map((item) => [item, true])),
});

let reviewer: Promise<Known> | undefined;
/** The operator who reviews when a test doesn't say who. */
export const theReviewer = () => {
  reviewer ??= operator();
  return reviewer;
};

export async function approvedCampaign(
  viewer: Viewer,
  changes: DraftValues = {},
  refundPolicy: ApproveForm["refundPolicy"] = "RD_RISK",
): Promise<string> {
  const campaignId = await submittedCampaign(viewer, changes);
  await approveCampaign((await theReviewer()).viewer, campaignId, approval(refundPolicy));
  return campaignId;
}

/** What the channel would say: this organisation can be paid. Nothing happens when it has an account already. */
export async function payable(orgId: string): Promise<void> {
  const row = { orgId, accountId: `acct_${orgId.replace(/-/g, "").slice(-16)}`, payable: true, createdAt: await appNow() };
  await db.payee.createMany({ data: [row], skipDuplicates: true });
}

/** A live campaign of this creator: `changes` are the draft's inputs ("rewards[0].limit": "3"). */
export async function liveCampaign(
  viewer: Viewer,
  changes: DraftValues = {},
  refundPolicy: ApproveForm["refundPolicy"] = "RD_RISK",
): Promise<string> {
  await payable(viewer.orgId);
  const campaignId = await approvedCampaign(viewer, changes, refundPolicy);
  await launchCampaign(viewer, campaignId);
  return campaignId;
}

/** The campaign's rewards in their order; the fixture's first is limited, its second isn't, its third is an add-on. */
export const rewardsOf = (campaignId: string) => db.reward.findMany({ where: { campaignId }, orderBy: { ord: "asc" } });
export const lifecycleOf = async (campaignId: string) =>
  (await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { lifecycle: true } })).lifecycle;
