import { randomUUIDv7 } from "node:crypto";
import type { Tx } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

type Sums = { amountFen: bigint; shippingFen: bigint; taxFen: bigint; bonusFen: bigint };
type Lines = readonly { rewardId: string; qty: number; priceFen: bigint; taxFen: bigint; rewardV: number; options: Prisma.JsonValue }[];
/** CLAIMED: it waits to be paid, or for its card, until then. */
type Standing = { state: "CLAIMED" | "CURRENT"; untilAt: Date | null; dueFen: bigint; provinceCode: string | null };

/** Writes down the next version of a pledge whose lock the caller holds; answers with its number. */
export async function keepVersion(tx: Tx, pledgeId: string, of: { sums: Sums; lines: Lines } & Standing, now: Date): Promise<number> {
  const { sums, lines, ...standing } = of;
  const last = await tx.pledgeVersion.aggregate({ where: { pledgeId }, _max: { version: true } });
  const version = (last._max.version ?? 0) + 1;
  const { amountFen, shippingFen, taxFen, bonusFen } = sums;
  const create = lines.map(({ rewardId, qty, priceFen, taxFen, rewardV, options }) => ({
    rewardId,
    qty,
    priceFen,
    taxFen,
    rewardV,
    ...(options === null ? {} : { options: options as Prisma.InputJsonValue }),
  }));
  const about = { id: randomUUIDv7(), pledgeId, version, amountFen, shippingFen, taxFen, bonusFen, ...standing, createdAt: now };
  await tx.pledgeVersion.create({ data: { ...about, lines: { create } } });
  return version;
}
