import { createHash } from "node:crypto";
import type { Tx } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** A version of a bid as it is kept and hashed: keys in this order, money as text. */
export type BidContent = {
  bidId: string;
  version: number;
  priceFen: string;
  taxIncluded: boolean;
  days: number;
  stages: { amountFen: string; days: number }[];
  proposal: string;
  files: { name: string; sha256: string }[];
};

/** Keeps the bid as it now stands as a version, with the receipt that its maker is shown. Returns the receipt. */
export async function keepVersion(tx: Tx, bidId: string, now: Date): Promise<string> {
  const bid = await tx.bid.findUniqueOrThrow({ where: { id: bidId }, include: { stages: { orderBy: { ord: "asc" } } } });
  const links = await tx.fileLink.findMany({
    where: { subjectType: "bid", subjectId: bidId },
    orderBy: [{ ord: "asc" }, { fileId: "asc" }],
    select: { file: { select: { name: true, sha256: true } } },
  });
  const content: BidContent = {
    bidId,
    version: bid.version,
    priceFen: String(bid.priceFen),
    taxIncluded: bid.taxIncluded,
    days: bid.days,
    stages: bid.stages.map((s) => ({ amountFen: String(s.amountFen), days: s.days })),
    proposal: bid.proposal,
    files: links.map((l) => ({ name: l.file.name, sha256: l.file.sha256 })),
  };
  const sha256 = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  await tx.bidVersion.create({
    data: { bidId, version: bid.version, content: content as unknown as Prisma.InputJsonObject, sha256, at: now },
  });
  return sha256;
}
