import { createHash } from "node:crypto";
import { type Json, linkText } from "#app/campaigns/changing/chain.ts";
import type { ChangeKind } from "#app/campaigns/changing/change.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** kind: what was done ("launch", "story", "rewardLimit", …); subject: to what ("campaign", "reward:<id>"). Money as fen in text. */
export type Change = { kind: ChangeKind; subject: string; before: Json; after: Json; note?: string };

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Adds a link to the public chain of a campaign that the caller has locked: the lock makes it the chain's only writer. */
export async function recordChange(tx: Tx, campaign: { id: string }, change: Change, byUserId: string | null, now: Date): Promise<void> {
  const { changeSeq, headHash } = await tx.campaign.findUniqueOrThrow({
    where: { id: campaign.id },
    select: { changeSeq: true, headHash: true },
  });
  const { kind, subject, before, after, note = "" } = change;
  const link = { campaignId: campaign.id, seq: changeSeq + 1, kind, subject, before, after, note, byUserId, at: now };
  const hash = sha256(headHash + linkText(link));
  const { count } = await tx.campaign.updateMany({
    where: { id: campaign.id, changeSeq },
    data: { changeSeq: link.seq, headHash: hash },
  });
  if (count !== 1) throw new Refusal("changedMeanwhile");
  const json = (value: Json) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));
  await tx.campaignChange.create({ data: { ...link, before: json(before), after: json(after), hashPrev: headHash, hash } });
}
