import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { orgIdsOf, type Viewer } from "#app/people/viewer.ts";

export type HandedStage = Awaited<ReturnType<typeof handoverOf>>[number];

/**
 * What was accepted in contracts of this task that began before `before`, as whoever takes over the rest needs it: each stage with its
 * items and the delivery that was accepted. The caller has checked that the viewer may see it.
 */
export async function handoverOf(taskId: string, before: Date) {
  const stages = await db.milestone.findMany({
    where: { acceptedAt: { not: null }, contract: { taskId, createdAt: { lt: before } } },
    orderBy: [{ contract: { createdAt: "asc" } }, { ord: "asc" }],
    select: {
      id: true,
      title: true,
      acceptedAt: true,
      items: { select: { id: true, text: true }, orderBy: { ord: "asc" } },
      deliveries: {
        orderBy: { round: "desc" },
        take: 1,
        select: { id: true, round: true, note: true, at: true, answers: { select: { itemId: true, answer: true, failed: true } } },
      },
    },
    take: 50,
  });
  const files = await filesOf(
    "delivery",
    stages.flatMap(({ deliveries }) => deliveries.map(({ id }) => id)),
  );
  return stages.map((stage) => ({
    ...stage,
    deliveries: stage.deliveries.map((delivery) => ({ ...delivery, changesText: null, files: files.get(delivery.id) ?? [] })),
  }));
}

/** Is this the accepted delivery of a contract that ended, and the viewer's organisation the one that was asked to take over, or did? */
export async function seesHandover(viewer: Viewer, deliveryId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ sees: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM "Delivery" d JOIN "Milestone" m ON m.id = d."milestoneId" JOIN "Contract" c ON c.id = m."contractId"
       WHERE d.id = ${deliveryId}::uuid AND m."acceptedAt" IS NOT NULL AND d.round = m.round AND c."endedAt" IS NOT NULL
         AND (EXISTS (SELECT FROM "Award" a JOIN "Bid" b ON b.id = a."bidId"
                       WHERE a."taskId" = c."taskId" AND a.state = 'OFFERED' AND a."voidedAt" IS NULL AND a."offeredAt" >= c."endedAt"
                         AND b."providerId" = ANY(${orgIdsOf(viewer)}::uuid[]))
           OR EXISTS (SELECT FROM "Contract" next
                       WHERE next."taskId" = c."taskId" AND next."createdAt" > c."createdAt"
                         AND next."providerId" = ANY(${orgIdsOf(viewer)}::uuid[])
                         AND (next."activeAt" IS NOT NULL OR next.state IN ('SENT', 'SIGNED'))))) AS sees`;
  return row?.sees === true;
}
