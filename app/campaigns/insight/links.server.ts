import { randomBytes } from "node:crypto";
import { z } from "zod";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { db } from "#app/db.server.ts";
import { line } from "#app/form.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

const MOST = 50;
export const LinkForm = z.strictObject({ name: line(40) });

/** A creator makes a link of their own: for a poster, a newsletter, a friend's shop. */
export async function makeLink(viewer: Viewer, campaignId: string, { name }: z.output<typeof LinkForm>) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if ((await tx.referrerLink.count({ where: { campaignId } })) >= MOST) throw new Refusal("tooManyItems", { max: MOST });
    const code = randomBytes(5).toString("base64url");
    return tx.referrerLink.create({ data: { campaignId, code, name, byUserId: viewer.userId, createdAt: now } });
  });
}

/** Somebody came through a link: counts the click and says where it leads; null for a code that nobody made. */
export async function followLink(code: string): Promise<{ id: string; campaignId: string } | null> {
  const [link] = await db.$queryRaw<{ id: string; campaignId: string }[]>`
    UPDATE "ReferrerLink" SET clicks = clicks + 1 WHERE code = ${code} RETURNING id, "campaignId"`;
  return link ?? null;
}
