import { expect, test } from "vitest";
import { addReward } from "#app/campaigns/changing/add-reward.server.ts";
import { askCorrection } from "#app/campaigns/changing/ask-correction.server.ts";
import { type ChangeLink, canonical, type Json, rootText, verifyChain } from "#app/campaigns/changing/chain.ts";
import { AddForm, CorrectionForm } from "#app/campaigns/changing/change.ts";
import { changeCover } from "#app/campaigns/changing/change-cover.server.ts";
import { changeWords } from "#app/campaigns/changing/change-words.server.ts";
import { sealChains } from "#app/campaigns/changing/changing-due.server.ts";
import { closeReward } from "#app/campaigns/changing/close-reward.server.ts";
import { approveCorrection, rejectCorrection } from "#app/campaigns/changing/decide-correction.server.ts";
import { blocksOf, leavesOf, lineDiff, nearChanges } from "#app/campaigns/changing/diff.ts";
import { editReward } from "#app/campaigns/changing/edit-reward.server.ts";
import { CHANGES_PER_PAGE, changesOf, wholeChain } from "#app/campaigns/changing/queries.server.ts";
import { raiseLimit } from "#app/campaigns/changing/raise-limit.server.ts";
import { sha256 } from "#app/campaigns/changing/record-change.server.ts";
import { Content } from "#app/campaigns/content.ts";
import { RewardRow } from "#app/campaigns/editing/brief.ts";
import { creator, liveCampaign, picture, rewardsOf, theReviewer } from "#app/campaigns/fixtures.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { manyBackers, viewersOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";
import { person } from "#app/people/fixtures.ts";
import { loader as changesFile } from "#app/routes/campaigns/changes-file.ts";
import { appNow } from "#app/transact.server.ts";

const { viewer } = await creator();
async function chainOf(campaignId: string): Promise<ChangeLink[]> {
  const links: ChangeLink[] = [];
  for await (const page of (await wholeChain(null, campaignId))!.pages) links.push(...page);
  return links;
}
/** What a chain of these links, and no other, ends with. */
const headOf = (links: readonly ChangeLink[]) => ({ seq: links.length, hash: links.at(-1)!.hash });
const kindsOf = async (campaignId: string) => (await chainOf(campaignId)).map((link) => link.kind);
const row = {
  title: "双灯套装",
  description: "两盏灯，一起出发更亮。",
  price: "459",
  limit: "50",
  perBacker: "2",
  ships: "on",
  promised: "2030-06-30",
  items: [{ name: "露营灯", qty: "2", options: "" }],
};
const wordsNow = async (id: string) => {
  const { content } = await db.campaign.findUniqueOrThrow({ where: { id }, select: { content: true } });
  const { storyHtml, videoUrl, faq } = Content.parse(content);
  return { story: storyHtml, videoUrl, faq, pictures: [] };
};
/** So many people claim one each. */
const claim = async (campaignId: string, rewardId: string, n = 3) => {
  for (const who of viewersOf(await manyBackers(n)))
    await claimPledge(who, campaignId, await wishFor(campaignId, { rewards: { [rewardId]: 1 } }));
};

test("ten changes at once are ten links of one chain, and it holds", async () => {
  const id = await liveCampaign(viewer);
  const [limited] = await rewardsOf(id);
  const now = await wordsNow(id);
  await Promise.allSettled([
    ...Array.from({ length: 6 }, (_, i) => raiseLimit(viewer, limited!.id, 20 + i * 10)),
    ...Array.from({ length: 4 }, (_, i) => changeWords(viewer, id, { ...now, story: `${now.story}<p>第 ${i} 次补充</p>` })),
  ]);
  const links = await chainOf(id);
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id } });
  expect(links.length).toBeGreaterThan(5);
  expect(campaign).toMatchObject({ changeSeq: links.length, headHash: links.at(-1)!.hash });
  expect(await verifyChain(links, headOf(links), sha256)).toMatchObject({ fault: null });
  // As it travels to the browser.
  const sent = JSON.parse(JSON.stringify(links)) as ChangeLink[];
  expect((await verifyChain(sent, headOf(links), sha256)).fault).toBeNull();
});

test("whatever is altered, the chain says where", async () => {
  const id = await liveCampaign(viewer);
  const [limited, other] = await rewardsOf(id);
  await raiseLimit(viewer, limited!.id, 20);
  await closeReward(viewer, other!.id);
  const links = await chainOf(id);
  const tampered: [(link: ChangeLink) => ChangeLink, number][] = [
    [(l) => ({ ...l, after: { ...(l.after as object), limit: 21 } }), 1],
    [(l) => ({ ...l, before: null }), 1],
    [(l) => ({ ...l, note: "x" }), 0],
    [(l) => ({ ...l, at: new Date(new Date(l.at).getTime() + 1) }), 2],
    [(l) => ({ ...l, byUserId: null }), 1],
    [(l) => ({ ...l, kind: "story" }), 2],
    [(l) => ({ ...l, subject: "campaign" }), 1],
  ];
  for (const [alter, at] of tampered) {
    const forged = links.map((link, i) => (i === at ? alter(link) : link));
    expect((await verifyChain(forged, headOf(links), sha256)).fault).toBe(at + 1);
  }
  const faultOf = async (some: readonly ChangeLink[]) => (await verifyChain(some, headOf(links), sha256)).fault;
  expect(await faultOf(links)).toBeNull();
  expect(await faultOf(links.slice(1))).toBe(1);
  expect(await faultOf([links[0]!, links[2]!])).toBe(2);
  // Cut short it still holds link by link; its head says that something is missing.
  expect(await faultOf(links.slice(0, 2))).toBe(3);
  expect(await faultOf([])).toBe(1);
  expect((await verifyChain(links, headOf(links.slice(0, 2)), sha256)).fault).toBe(3);
  expect((await verifyChain(links, { seq: 3, hash: links[1]!.hash }, sha256)).fault).toBe(3);
  await expect(db.campaignChange.updateMany({ where: { campaignId: id }, data: { note: "改写" } })).rejects.toThrow();
});

test("the newest change stands first however many there are, pages join, and the file holds them all", async () => {
  const id = await liveCampaign(viewer);
  const [limited] = await rewardsOf(id);
  const total = CHANGES_PER_PAGE + 4;
  for (let i = 1; i < total; i++) await raiseLimit(viewer, limited!.id, 10 + i);
  const first = (await changesOf(null, id))!;
  expect(first.links.map(({ seq }) => seq)).toEqual(Array.from({ length: CHANGES_PER_PAGE }, (_, i) => total - i));
  expect(first).toMatchObject({ next: 5, campaign: { head: { seq: total, hash: first.links[0]!.hash } } });
  const second = (await changesOf(null, id, first.next))!;
  expect(second.links.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(["4 rewardLimit", "3 rewardLimit", "2 rewardLimit", "1 launch"]);
  expect(second.next).toBeNull();
  const args = { request: new Request(`http://localhost:3000/campaigns/${id}/changes.json`), params: { campaignId: id }, context: {} };
  const file = await (await changesFile(args as unknown as Parameters<typeof changesFile>[0])).json();
  expect(file).toMatchObject({ format: "jincheng-changes-1", campaignId: id, headSeq: total, headHash: first.campaign.head.hash });
  const { fault } = await verifyChain(file.links, { seq: file.headSeq, hash: file.headHash }, sha256);
  expect([file.links.length, fault]).toEqual([total, null]);
});

test("canonical text does not depend on the order of keys", () => {
  const a: Json = { b: [1, { d: null, c: "二" }], a: true };
  expect(canonical(a)).toBe('{"a":true,"b":[1,{"c":"二","d":null}]}');
  expect(canonical({ a: true, b: [1, { c: "二", d: null }], e: undefined })).toBe(canonical(a));
});

test("more of a reward, never fewer; a closed one stays closed", async () => {
  const id = await liveCampaign(viewer);
  const [limited, unlimited] = await rewardsOf(id);
  await claim(id, limited!.id, 8);
  await expect(raiseLimit(viewer, limited!.id, 7)).rejects.toMatchObject({ code: "belowClaimed", params: { claimed: 8 } });
  await expect(raiseLimit(viewer, limited!.id, 9)).rejects.toMatchObject({ code: "onlyMore" });
  await expect(raiseLimit(viewer, unlimited!.id, 9)).rejects.toMatchObject({ code: "wrongState" });
  await expect(raiseLimit((await person()).viewer, limited!.id, 90)).rejects.toMatchObject({ code: "notFound" });
  await raiseLimit(viewer, limited!.id, 90);
  await closeReward(viewer, limited!.id);
  await expect(raiseLimit(viewer, limited!.id, 99)).rejects.toMatchObject({ code: "wrongState" });
  expect(await kindsOf(id)).toEqual(["launch", "rewardLimit", "rewardClosed"]);
});

test("a reward is free until its first claim and locked from then on", async () => {
  const id = await liveCampaign(viewer);
  const [first] = await rewardsOf(id);
  const form = RewardRow.parse(row);
  await editReward(viewer, first!.id, form);
  expect((await rewardsOf(id))[0]).toMatchObject({ title: "双灯套装", priceFen: 459_00n, rewardV: 2 });
  await claim(id, first!.id, 1);
  await expect(editReward(viewer, first!.id, { ...form, price: 1_00n })).rejects.toMatchObject({ code: "lockedByClaim" });
  expect((await rewardsOf(id))[0]!.priceFen).toBe(459_00n);
});

test("a reward more: public when it is public, silent when it is secret", async () => {
  const id = await liveCampaign(viewer);
  await addReward(viewer, id, AddForm.parse({ kind: "REWARD", ...row }));
  await addReward(viewer, id, AddForm.parse({ kind: "REWARD", ...row, title: "老朋友专属", secret: "on" }));
  expect(await rewardsOf(id)).toHaveLength(5);
  const links = await chainOf(id);
  expect(JSON.stringify(links)).not.toContain("老朋友专属");
  expect(JSON.stringify(links)).toContain("双灯套装");
  const dividends = AddForm.parse({ kind: "REWARD", ...row, description: "外加每年分红百分之一" });
  await expect(addReward(viewer, id, dividends)).rejects.toMatchObject({ code: "promisesMoney" });
});

test("words change in the open, part by part; nothing changed is refused", async () => {
  const id = await liveCampaign(viewer);
  const now = await wordsNow(id);
  await expect(changeWords(viewer, id, now)).rejects.toMatchObject({ code: "nothingChanged" });
  await changeWords(viewer, id, {
    ...now,
    story: `${now.story}<p>新增<script>x</script></p>`,
    faq: [...now.faq, { question: "防水吗？", answer: "可以淋雨。" }],
  });
  const links = await chainOf(id);
  expect(links.map((link) => link.kind)).toEqual(["launch", "story", "faq"]);
  expect(links[1]!.after).not.toContain("script");
  const cover = await picture(viewer);
  await changeCover(viewer, id, { cover: [cover], coverAlt: "雪地里的露营灯" });
  expect((await db.campaign.findUniqueOrThrow({ where: { id } })).coverFileId).toBe(cover);
});

const correction = (rewardId: string) =>
  CorrectionForm.parse({
    rewardId,
    title: "早鸟一盏",
    description: "电池容量应为 5000 毫安时，之前误写。",
    items: "露营灯 x1",
    promised: "2030-06-30",
    note: "说明书核对时发现容量写错了",
  });

test("a material correction waits for an operator, decided once, and lets its backers leave", async () => {
  const id = await liveCampaign(viewer);
  const [first] = await rewardsOf(id);
  await claim(id, first!.id);
  await askCorrection(viewer, correction(first!.id));
  await expect(askCorrection(viewer, correction(first!.id))).rejects.toMatchObject({ code: "correctionPending" });
  const { id: correctionId } = await db.rewardCorrection.findFirstOrThrow({ where: { rewardId: first!.id } });
  expect((await rewardsOf(id))[0]!.description).toBe(first!.description);
  const { viewer: desk } = await theReviewer();
  await expect(approveCorrection(viewer, correctionId)).rejects.toMatchObject({ code: "notFound" });
  const answers = await Promise.allSettled([0, 1, 2].map(() => approveCorrection(desk, correctionId)));
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
  await expect(rejectCorrection(desk, correctionId, "理由不充分")).rejects.toMatchObject({ code: "wrongState" });
  const decided = await db.rewardCorrection.findUniqueOrThrow({ where: { id: correctionId } });
  expect((await rewardsOf(id))[0]).toMatchObject({ rewardV: 2, priceFen: first!.priceFen, description: correction(first!.id).description });
  expect(await kindsOf(id)).toEqual(["launch", "rewardCorrected"]);
  const until = new Date(decided.decidedAt!.getTime() + 14 * 86_400_000);
  const pledges = await db.pledge.findMany({ where: { campaignId: id }, select: { freeCancelUntilAt: true } });
  expect(pledges).toEqual([0, 1, 2].map(() => ({ freeCancelUntilAt: until })));
});

test("the day's root covers every head at midnight, once, and can be worked out again", async () => {
  const id = await liveCampaign(viewer);
  const [limited] = await rewardsOf(id);
  await raiseLimit(viewer, limited!.id, 20);
  const now = await appNow();
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const made = await Promise.all([sealChains(tomorrow), sealChains(tomorrow), sealChains(tomorrow)]);
  expect(made.sort()).toEqual([0, 0, 1]);
  const [root] = await db.chainRoot.findMany({ orderBy: { day: "desc" }, take: 1 });
  const heads = await db.campaign.findMany({
    where: { changeSeq: { gt: 0 } },
    orderBy: { id: "asc" },
    select: { id: true, changeSeq: true, headHash: true },
  });
  const lines = heads.map((head) => ({ campaignId: head.id, seq: head.changeSeq, hash: head.headHash }));
  expect(sha256(rootText(root!.hashPrev, root!.day, lines))).toBe(root!.hash);
  expect(root!.campaigns).toBe(heads.length);
});

test("lines that differ are told from those that don't", () => {
  const diff = lineDiff(["a", "b", "c", "d", "e"], ["a", "c", "x", "d", "e"]);
  expect(diff.map((l) => `${l.kind} ${l.text}`)).toEqual(["same a", "gone b", "same c", "new x", "same d", "same e"]);
  expect(nearChanges([...diff, ...diff.slice(-2), ...diff.slice(-2)])).toContain(null);
  expect(lineDiff([], ["a"])).toEqual([{ kind: "new", text: "a" }]);
  expect(blocksOf('<h2>题</h2><p>一 &amp; 二<br>三</p><img src="x" alt="灯">')).toEqual(["题", "一 & 二", "三", "[灯]"]);
  expect(leavesOf({ a: [{ b: 1 }], c: null }).map((l) => [l.path.join("."), l.value])).toEqual([
    ["a.1.b", 1],
    ["c", null],
  ]);
});
