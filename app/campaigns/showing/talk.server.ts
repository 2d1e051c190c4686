import type { Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import type { PledgeState } from "#app/campaigns/pledge.ts";
import { maySeeCampaign } from "#app/campaigns/showing/may-see.ts";
import { partIn } from "#app/campaigns/showing/may-speak.server.ts";
import { COMMENTS_PER_PAGE, REPLIES, speakingStates, UPDATES_PER_PAGE } from "#app/campaigns/showing/talk.ts";
import { shownModeration } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** The head of a campaign's public pages, and what the viewer is to it; null for whoever may not see it. */
export async function campaignHead(viewer: Viewer | null, campaignId: string) {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, creatorId: true, title: true, tagline: true, category: true, lifecycle: true, moderation: true },
  });
  if (!campaign || !maySeeCampaign(viewer, campaign)) return null;
  const [part, counts] = await Promise.all([partIn(viewer, campaign), talkCounts(campaignId)]);
  return { ...campaign, moderation: shownModeration(campaign.moderation), part, ...counts };
}
export type CampaignHead = { id: string; title: string; lifecycle: Lifecycle; moderation: Moderation };

/** How much there is to read beside a campaign's page. Both numbers come from indexes. */
export async function talkCounts(campaignId: string) {
  const [updates, comments] = await Promise.all([
    db.campaignUpdate.count({ where: { campaignId } }),
    db.campaignComment.count({ where: { campaignId, hiddenAt: null } }),
  ]);
  return { updates, comments };
}

/** The newest update that everybody may read. */
export async function latestUpdate(campaignId: string) {
  return db.campaignUpdate.findFirst({
    where: { campaignId, audience: "EVERYONE" },
    orderBy: { ord: "desc" },
    select: { id: true, title: true, at: true },
  });
}
export type LatestUpdate = Awaited<ReturnType<typeof latestUpdate>>;

/** What the creator told, the newest first. Whoever is not among the backers sees that there is something for backers, not what. */
export async function updatesOf(campaignId: string, part: string | null, before: number | null) {
  const rows = await db.campaignUpdate.findMany({
    where: { campaignId, ...(before ? { ord: { lt: before } } : {}) },
    orderBy: { ord: "desc" },
    take: UPDATES_PER_PAGE + 1,
    select: { id: true, ord: true, title: true, bodyHtml: true, nowText: true, nextText: true, nextDueAt: true, audience: true, at: true },
  });
  const shown = rows.slice(0, UPDATES_PER_PAGE);
  const open = shown.filter((update) => update.audience === "EVERYONE" || part !== null);
  const ids = open.map((update) => update.id);
  const [pictures, said] = await Promise.all([
    filesOf("campaignUpdate", ids),
    db.campaignComment.groupBy({ by: ["updateId"], where: { updateId: { in: ids }, hiddenAt: null }, _count: true }),
  ]);
  const comments = new Map(said.map((row) => [row.updateId, row._count]));
  return {
    updates: shown.map((update) => {
      const locked = !open.includes(update);
      if (locked) return { ...update, bodyHtml: "", nowText: "", nextText: "", nextDueAt: null, pictures: [], comments: 0, locked };
      // What stands in the text is not shown beneath it once more.
      const beneath = pictures.get(update.id)!.filter((file) => !update.bodyHtml.includes(file.id));
      return { ...update, pictures: beneath, comments: comments.get(update.id) ?? 0, locked };
    }),
    next: rows.length > UPDATES_PER_PAGE ? shown.at(-1)!.ord : null,
  };
}
export type ShownUpdate = Awaited<ReturnType<typeof updatesOf>>["updates"][number];

/** Who may download a picture of an update. */
export async function seesUpdate(viewer: Viewer | null, updateId: string): Promise<boolean> {
  const update = await db.campaignUpdate.findUnique({
    where: { id: updateId },
    select: { audience: true, campaign: { select: { id: true, creatorId: true, lifecycle: true, moderation: true } } },
  });
  if (!update || !maySeeCampaign(viewer, update.campaign)) return false;
  return update.audience === "EVERYONE" || (await partIn(viewer, update.campaign)) !== null;
}

/** An update that comments are about; null when there is none that this reader may read. */
export async function updateHead(campaignId: string, part: string | null, updateId: string) {
  return db.campaignUpdate.findFirst({
    where: { id: updateId, campaignId, ...(part === null ? { audience: "EVERYONE" as const } : {}) },
    select: { id: true, ord: true, title: true },
  });
}

const commentSelect = { id: true, userId: true, parentId: true, updateId: true, text: true, at: true, hiddenAt: true } as const;
type Row = { id: string; userId: string; parentId: string | null; updateId: string | null; text: string; at: Date; hiddenAt: Date | null };

const MOST_UPDATES = 500;
type Which = { operator: boolean; part: string | null; before: string | null; updateId?: string | null };
/**
 * A page of what people say, about one update or about everything, the newest first, with the answers of each, the oldest first. What is said
 * about an update for backers is for them, too. A few queries however many there are.
 */
export async function commentsOf(campaign: { id: string; creatorId: string }, { operator, part, before, updateId = null }: Which) {
  const updates = await db.campaignUpdate.findMany({
    where: { campaignId: campaign.id },
    select: { id: true, ord: true, title: true, audience: true },
    take: MOST_UPDATES,
  });
  const closed = updates.filter(({ audience }) => audience === "BACKERS" && part === null && !operator).map(({ id }) => id);
  const about = new Map(updates.map(({ id, ord, title }) => [id, { id, ord, title }]));
  const rows = await db.campaignComment.findMany({
    where: {
      campaignId: campaign.id,
      parentId: null,
      ...(updateId ? { updateId } : closed.length > 0 ? { OR: [{ updateId: null }, { updateId: { notIn: closed } }] } : {}),
      ...(before ? { id: { lt: before } } : {}),
    },
    orderBy: { id: "desc" },
    take: COMMENTS_PER_PAGE + 1,
    select: commentSelect,
  });
  const shown = rows.slice(0, COMMENTS_PER_PAGE);
  const replies = await repliesOf(
    campaign.id,
    shown.map((row) => row.id),
  );
  const line = await lines(campaign, operator, [...shown, ...replies]);
  const byParent = Map.groupBy(replies, (reply) => reply.parentId!);
  return {
    comments: shown.map((row) => {
      const answers = byParent.get(row.id) ?? [];
      return {
        ...line(row),
        about: (row.updateId && about.get(row.updateId)) || null,
        replies: answers.slice(0, REPLIES).map(line),
        more: answers.length > REPLIES,
      };
    }),
    next: rows.length > COMMENTS_PER_PAGE ? shown.at(-1)!.id : null,
  };
}
export type ShownComment = Awaited<ReturnType<typeof commentsOf>>["comments"][number];

type Thread = { operator: boolean; part: string | null; at: string; after: string | null };
/**
 * One comment with its answers, a page of them: after one, or the page that `at` stands on. Whoever was told of a word finds it here,
 * however much was said before and after it. Null for who may not read it.
 */
export async function threadOf(campaign: { id: string; creatorId: string }, { operator, part, at, after }: Thread) {
  const asked = await db.campaignComment.findFirst({ where: { id: at, campaignId: campaign.id }, select: commentSelect });
  if (!asked) return null;
  const update = asked.updateId
    ? await db.campaignUpdate.findUnique({ where: { id: asked.updateId }, select: { id: true, ord: true, title: true, audience: true } })
    : null;
  if (update?.audience === "BACKERS" && part === null && !operator) return null;
  const rootId = asked.parentId ?? asked.id;
  const of = { campaignId: campaign.id, parentId: rootId };
  const some = (where: object, take: number) =>
    db.campaignComment.findMany({ where: { ...of, ...where }, orderBy: { id: "asc" }, take, select: commentSelect });
  const [root, first] = await Promise.all([
    asked.parentId ? db.campaignComment.findUniqueOrThrow({ where: { id: rootId }, select: commentSelect }) : asked,
    some({}, REPLIES + 1),
  ]);
  const isFirst = after === null && (asked.id === rootId || first.slice(0, REPLIES).some(({ id }) => id === asked.id));
  const answers = isFirst ? first : await some({ id: after ? { gt: after } : { gte: asked.id } }, REPLIES + 1);
  const shown = answers.slice(0, REPLIES);
  const line = await lines(campaign, operator, [root, ...shown]);
  const about = update && { id: update.id, ord: update.ord, title: update.title };
  return {
    comment: { ...line(root), about, replies: shown.map(line), more: false } satisfies ShownComment,
    isFirst,
    next: answers.length > REPLIES ? shown.at(-1)!.id : null,
  };
}

/** What of each of these words this reader may see, with whose it is. */
async function lines(campaign: { id: string; creatorId: string }, operator: boolean, rows: Row[]) {
  const people = await authors(
    campaign,
    rows.map((row) => row.userId),
  );
  return ({ userId, hiddenAt, text, parentId: _, updateId: _u, ...row }: Row) => {
    const hidden = hiddenAt !== null;
    const author = people.get(userId)!;
    return { ...row, text: hidden && !operator ? "" : text, hidden, ...(hidden && !operator ? { name: "", badge: null } : author) };
  };
}

/** The first answers of each of these comments, and one more where there are more. */
async function repliesOf(campaignId: string, parentIds: string[]): Promise<Row[]> {
  if (parentIds.length === 0) return [];
  return db.$queryRaw<Row[]>`
    SELECT reply.id, reply."userId", reply."parentId", reply."updateId", reply.text, reply.at, reply."hiddenAt"
      FROM unnest(${parentIds}::uuid[]) AS parent(id)
     CROSS JOIN LATERAL (
       SELECT * FROM "CampaignComment" c WHERE c."campaignId" = ${campaignId}::uuid AND c."parentId" = parent.id ORDER BY c.id LIMIT ${REPLIES + 1}
     ) reply ORDER BY reply.id`;
}

type Badge = "creator" | "operator" | "backer" | null;
/** The names of these people and what each is to the campaign. */
async function authors(campaign: { id: string; creatorId: string }, userIds: string[]) {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return new Map<string, { name: string; badge: Badge }>();
  const states = [...speakingStates] as PledgeState[];
  const rows = await db.$queryRaw<{ id: string; name: string; operator: boolean; creator: boolean; backer: boolean }[]>`
    SELECT u.id, u.name, u.operator,
           EXISTS (SELECT 1 FROM "Member" m WHERE m."orgId" = ${campaign.creatorId}::uuid AND m."userId" = u.id) AS creator,
           EXISTS (SELECT 1 FROM "Pledge" p WHERE p."campaignId" = ${campaign.id}::uuid AND p."userId" = u.id AND p.state::text IN (${Prisma.join(states)})) AS backer
      FROM "User" u WHERE u.id = ANY(${ids}::uuid[])`;
  const badge = (row: (typeof rows)[number]): Badge => (row.creator ? "creator" : row.backer ? "backer" : row.operator ? "operator" : null);
  return new Map(rows.map((row) => [row.id, { name: row.name, badge: badge(row) }]));
}
