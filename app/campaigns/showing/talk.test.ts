import { expect, test, vi } from "vitest";
import { creator, liveCampaign, picture } from "#app/campaigns/fixtures.ts";
import { followCampaign } from "#app/campaigns/launching/follow-campaign.server.ts";
import { backer, pledge } from "#app/campaigns/pledging/fixtures.ts";
import { hideComment } from "#app/campaigns/showing/hide-comment.server.ts";
import { partIn } from "#app/campaigns/showing/may-speak.server.ts";
import { postComment } from "#app/campaigns/showing/post-comment.server.ts";
import { postUpdate } from "#app/campaigns/showing/post-update.server.ts";
import { commentsOf, seesUpdate, threadOf, updateHead, updatesOf } from "#app/campaigns/showing/talk.server.ts";
import { COMMENTS_PER_PAGE, REPLIES, type UpdateForm } from "#app/campaigns/showing/talk.ts";
import { db } from "#app/db.server.ts";
import { company, operator, person } from "#app/people/fixtures.ts";
import { countStatements } from "./statements.fixtures.ts";

const said = (more: Partial<UpdateForm> = {}): UpdateForm => ({
  title: "模具完成",
  body: "<p>第一套模具今天试模成功，首件尺寸合格。</p>",
  audience: "EVERYONE",
  nowText: "",
  nextText: "",
  nextDue: null,
  pictures: [],
  ...more,
});
const noticesOf = async (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `campaigns.notice.${kind}` } });
const setup = async () => {
  const who = await creator();
  const campaignId = await liveCampaign(who.viewer);
  const one = await backer();
  await pledge(one.viewer, campaignId);
  return { who, campaignId, one, campaign: { id: campaignId, creatorId: who.orgId } };
};

test("an update reaches backers and followers once each, and one for backers only them", async () => {
  const { who, campaignId, one } = await setup();
  const follower = await person();
  await followCampaign(follower.viewer, campaignId);
  await followCampaign(one.viewer, campaignId);
  await db.campaign.update({ where: { id: campaignId }, data: { cadence: 2, lastUpdateAt: null } });

  expect(await postUpdate(who.viewer, campaignId, said())).toEqual({ ord: 1 });
  expect(await postUpdate(who.viewer, campaignId, said({ audience: "BACKERS", title: "给支持者" }))).toEqual({ ord: 2 });
  expect(await noticesOf(one.userId, "campaignUpdate")).toBe(2);
  expect(await noticesOf(follower.userId, "campaignUpdate")).toBe(1);
  expect(await db.campaign.findUnique({ where: { id: campaignId }, select: { cadence: true, lastUpdateAt: true } })).toEqual({
    cadence: 0,
    lastUpdateAt: expect.any(Date),
  });
});

test("what is for backers only stays closed to everybody else, with its pictures", async () => {
  const { who, campaignId, one, campaign } = await setup();
  await postUpdate(who.viewer, campaignId, said({ audience: "BACKERS" }));
  const stranger = await person();
  const seen = async (viewer: Parameters<typeof partIn>[0]) =>
    (await updatesOf(campaignId, await partIn(viewer, campaign), null)).updates[0]!;
  expect(await seen(null)).toMatchObject({ locked: true, bodyHtml: "", pictures: [] });
  expect(await seen(stranger.viewer)).toMatchObject({ locked: true, bodyHtml: "" });
  const open = await seen(one.viewer);
  expect(open).toMatchObject({ locked: false, bodyHtml: expect.stringContaining("试模成功") });
  expect(await seesUpdate(stranger.viewer, open.id)).toBe(false);
  expect(await seesUpdate(null, open.id)).toBe(false);
  expect(await seesUpdate(one.viewer, open.id)).toBe(true);
  expect(await seesUpdate(who.viewer, open.id)).toBe(true);
});

test("what is written is sanitised before it is kept", async () => {
  const { who, campaignId } = await setup();
  const body =
    '<p onclick="steal()">进展<script>alert(1)</script><img src="x" onerror="alert(2)"><a href="javascript:alert(3)">点我</a> 一切顺利，下周发出首批样品</p>';
  await postUpdate(who.viewer, campaignId, said({ body }));
  const { bodyHtml } = await db.campaignUpdate.findFirstOrThrow({ where: { campaignId } });
  expect(bodyHtml).not.toMatch(/script|onclick|onerror|javascript|<img/i);
  expect(bodyHtml).toContain("一切顺利");
});

test("pictures stand in the text with their words, are read by whoever may read it, and are the writer's own", async () => {
  const { who, campaignId, one, campaign } = await setup();
  const [inText, beneath, elses] = await Promise.all([picture(who.viewer), picture(who.viewer), picture(one.viewer)]);
  const body = (alt: string, id = inText) => `<p>首件照片，尺寸与图纸一致，颜色偏差很小。</p><img src="/files/${id}" alt="${alt}">`;
  await expect(postUpdate(who.viewer, campaignId, said({ body: body("") }))).rejects.toMatchObject({
    code: "picturesUnnamed",
    field: "body",
  });
  await postUpdate(who.viewer, campaignId, said({ audience: "BACKERS", body: body("首件正面"), pictures: [beneath] }));
  await postUpdate(who.viewer, campaignId, said({ body: body("别人的图", elses) }));
  // A picture that stands in one update already is not taken out of it by another.
  await postUpdate(who.viewer, campaignId, said({ body: body("再用一次") }));
  const { updates } = await updatesOf(campaignId, await partIn(one.viewer, campaign), null);
  expect(updates.map(({ bodyHtml }) => bodyHtml.includes("<img"))).toEqual([false, false, true]);
  expect(updates[2]!.bodyHtml).toContain(`<img src="/files/${inText}" alt="首件正面" loading="lazy" />`);
  expect(updates[2]!.pictures.map(({ id }) => id)).toEqual([beneath]);
  const linked = await db.fileLink.findMany({ where: { subjectId: updates[2]!.id, subjectType: "campaignUpdate" } });
  expect(linked.map(({ fileId }) => fileId).sort()).toEqual([inText, beneath].sort());
});

test("after success an update says now, next and when the next is due", async () => {
  const { who, campaignId, one } = await setup();
  await db.campaign.update({ where: { id: campaignId }, data: { lifecycle: "SUCCESSFUL" } });
  await expect(postUpdate(who.viewer, campaignId, said())).rejects.toMatchObject({ code: "nowAndNext", field: "nowText" });
  await expect(postUpdate(who.viewer, campaignId, said({ nowText: "开模", nextText: "试产" }))).rejects.toMatchObject({ field: "nextDue" });
  const past = { nowText: "开模", nextText: "试产", nextDue: new Date("2020-01-01T00:00:00Z") };
  await expect(postUpdate(who.viewer, campaignId, said(past))).rejects.toMatchObject({ code: "nextDuePast" });
  expect(await noticesOf(one.userId, "campaignUpdate")).toBe(0);
  await postUpdate(who.viewer, campaignId, said({ ...past, nextDue: new Date("2099-01-01T00:00:00Z") }));
  // The books ask of what has succeeded how it was settled; this one only looked so.
  await db.campaign.update({ where: { id: campaignId }, data: { lifecycle: "LIVE" } });
});

test("only creators write updates, and two at once get two numbers", async () => {
  const { who, campaignId, one } = await setup();
  await expect(postUpdate(one.viewer, campaignId, said())).rejects.toMatchObject({ code: "notFound" });
  const posted = await Promise.all(Array.from({ length: 4 }, (_, i) => postUpdate(who.viewer, campaignId, said({ title: `第${i}次` }))));
  expect(posted.map(({ ord }) => ord).sort()).toEqual([1, 2, 3, 4]);
});

test("backers, creators and operators comment, each under their badge; a stranger does not", async () => {
  const { who, campaignId, one, campaign } = await setup();
  const [op, stranger] = [await operator(), await person()];
  await expect(postComment(stranger.viewer, campaignId, { text: "多少钱" })).rejects.toMatchObject({ code: "backersOnly" });
  const first = await postComment(one.viewer, campaignId, { text: "什么时候发货？" });
  const answer = await postComment(who.viewer, campaignId, { text: "下个月", parentId: first.id });
  await postComment(op.viewer, campaignId, { text: "请以公告为准", parentId: answer.id });
  const { comments } = await commentsOf(campaign, { operator: false, part: null, before: null });
  expect(comments).toHaveLength(1);
  expect(comments[0]).toMatchObject({ text: "什么时候发货？", badge: "backer" });
  expect(comments[0]!.replies.map((reply) => reply.badge)).toEqual(["creator", "operator"]);
  expect(await noticesOf(one.userId, "commentReply")).toBe(1);
  expect(await noticesOf(who.userId, "newComment")).toBe(1);
});

test("a hidden comment is gone for readers, words and name, and can be brought back", async () => {
  const { who, campaignId, one, campaign } = await setup();
  const op = await operator();
  const { id } = await postComment(one.viewer, campaignId, { text: "加我微信 abc" });
  await expect(hideComment(who.viewer, campaignId, id, true)).rejects.toMatchObject({ code: "notFound" });
  await hideComment(op.viewer, campaignId, id, true);
  expect((await commentsOf(campaign, { operator: false, part: null, before: null })).comments[0]).toMatchObject({
    text: "",
    name: "",
    badge: null,
    hidden: true,
  });
  expect((await commentsOf(campaign, { operator: true, part: null, before: null })).comments[0]).toMatchObject({
    text: "加我微信 abc",
    hidden: true,
  });
  await expect(postComment(one.viewer, campaignId, { text: "回复", parentId: id })).rejects.toMatchObject({ code: "notFound" });
  await hideComment(op.viewer, campaignId, id, false);
  expect((await commentsOf(campaign, { operator: false, part: null, before: null })).comments[0]).toMatchObject({ text: "加我微信 abc" });
});

test("pages of comments join without a gap or a double while new ones arrive, in a fixed number of statements", async () => {
  const { campaignId, one, campaign } = await setup();
  const total = COMMENTS_PER_PAGE * 2 + 3;
  const ids: string[] = [];
  for (let i = 0; i < total; i++) ids.push((await postComment(one.viewer, campaignId, { text: `第 ${i} 条` })).id);
  for (const parentId of ids.slice(-5)) await postComment(one.viewer, campaignId, { text: "回复一下", parentId });
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const statements = countStatements();
    const page: Awaited<ReturnType<typeof commentsOf>> = await commentsOf(campaign, { operator: false, part: null, before });
    expect(statements()).toBeLessThanOrEqual(4);
    seen.push(...page.comments.map((comment) => comment.id));
    before = page.next;
    await postComment(one.viewer, campaignId, { text: "新的一条" });
  } while (before);
  expect(seen).toEqual(ids.toReversed());
  vi.restoreAllMocks();
});

test("a long thread is read to its end, and whoever is told of a word finds it there", async () => {
  const { who, campaignId, one, campaign } = await setup();
  const first = await postComment(one.viewer, campaignId, { text: "什么时候发货？" });
  const ids: string[] = [];
  for (let i = 0; i < REPLIES * 2 + 3; i++)
    ids.push((await postComment(who.viewer, campaignId, { text: `第 ${i} 次回答`, parentId: first.id })).id);
  const list = await commentsOf(campaign, { operator: false, part: null, before: null });
  expect(list.comments[0]).toMatchObject({ id: first.id, more: true });
  expect(list.comments[0]!.replies).toHaveLength(REPLIES);

  const read = async (at: string, after: string | null = null) => (await threadOf(campaign, { operator: false, part: null, at, after }))!;
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(first.id, after);
    expect(page).toMatchObject({ comment: { id: first.id }, isFirst: after === null });
    seen.push(...page.comment.replies.map(({ id }) => id));
    after = page.next;
  } while (after);
  expect(seen).toEqual(ids);

  // An early answer stands among the first, a late one begins its page.
  expect(await read(ids[3]!)).toMatchObject({ isFirst: true });
  const late = await read(ids.at(-2)!);
  expect(late.isFirst).toBe(false);
  expect(late.comment.replies.map(({ id }) => id)).toEqual(ids.slice(-2));
  const { href } = await db.notice.findFirstOrThrow({
    where: { userId: one.userId, kind: "campaigns.notice.commentReply" },
    orderBy: { id: "desc" },
  });
  expect(href).toBe(`/campaigns/${campaignId}/comments?comment=${ids.at(-1)}#comment-${ids.at(-1)}`);
});

test("a thread about an update for backers is read by them only", async () => {
  const { who, campaignId, one, campaign } = await setup();
  await postUpdate(who.viewer, campaignId, said({ audience: "BACKERS" }));
  const { id: updateId } = await db.campaignUpdate.findFirstOrThrow({ where: { campaignId } });
  const { id: at } = await postComment(one.viewer, campaignId, { text: "收到", updateId });
  expect(await threadOf(campaign, { operator: false, part: null, at, after: null })).toBeNull();
  expect(await threadOf(campaign, { operator: false, part: "backer", at, after: null })).toMatchObject({ comment: { id: at } });
  const other = await setup();
  expect(await threadOf(other.campaign, { operator: true, part: null, at, after: null })).toBeNull();
});

test("a word about one update stands with it, and about one for backers is for them", async () => {
  const { who, campaignId, one, campaign } = await setup();
  await postUpdate(who.viewer, campaignId, said());
  await postUpdate(who.viewer, campaignId, said({ audience: "BACKERS", title: "给支持者" }));
  const [open, closed] = await db.campaignUpdate.findMany({ where: { campaignId }, orderBy: { ord: "asc" } });
  const first = await postComment(one.viewer, campaignId, { text: "首件很好看", updateId: open!.id });
  await postComment(who.viewer, campaignId, { text: "谢谢", parentId: first.id });
  await postComment(one.viewer, campaignId, { text: "仓库地址收到了", updateId: closed!.id });
  await postComment(one.viewer, campaignId, { text: "什么时候发货？" });
  const read = async (part: string | null, updateId?: string) =>
    (await commentsOf(campaign, { operator: false, part, before: null, updateId: updateId ?? null })).comments.map(({ text, about }) => [
      text,
      about?.ord,
    ]);
  expect(await read("backer")).toEqual([
    ["什么时候发货？", undefined],
    ["仓库地址收到了", 2],
    ["首件很好看", 1],
  ]);
  expect(await read(null)).toEqual([
    ["什么时候发货？", undefined],
    ["首件很好看", 1],
  ]);
  expect(await read(null, open!.id)).toEqual([["首件很好看", 1]]);
  expect(await updateHead(campaignId, null, closed!.id)).toBeNull();
  expect(await updateHead(campaignId, "backer", closed!.id)).toMatchObject({ ord: 2 });
  expect((await updatesOf(campaignId, "backer", null)).updates.map(({ comments }) => comments)).toEqual([1, 2]);
  expect((await updatesOf(campaignId, null, null)).updates.map(({ comments }) => comments)).toEqual([0, 2]);
  const elsewhere = (await setup()).campaignId;
  await expect(postComment(who.viewer, elsewhere, { text: "不在这里", updateId: open!.id })).rejects.toThrow();
});

test("a campaign of another organisation can't be written about by its rival's creators", async () => {
  const { campaignId } = await setup();
  const rival = await company({ verified: true });
  await expect(postUpdate(rival.viewer, campaignId, said())).rejects.toMatchObject({ code: "notFound" });
});
