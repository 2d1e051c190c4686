import { caseTimeline } from "#app/contracts/disputes/case-timeline.server.ts";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

export type CaseFile = NonNullable<Awaited<ReturnType<typeof caseFile>>>;

const MESSAGES = 5000;

/** Everything on record about a dispute, for its evidence package; null for whoever may not see it. */
export async function caseFile(viewer: Viewer, disputeId: string) {
  const page = await disputePage(viewer, disputeId);
  if (!page) return null;
  const { contract, milestone } = page;
  const [signed, timeline, transitions, messages] = await Promise.all([
    db.contract.findUniqueOrThrow({
      where: { id: contract.id },
      select: {
        body: true,
        versionHash: true,
        createdAt: true,
        signedAt: true,
        signatures: { select: { side: true, versionHash: true, at: true }, orderBy: { at: "asc" } },
        versions: { select: { n: true, body: true, hash: true, at: true }, orderBy: { n: "asc" } },
      },
    }),
    caseTimeline(page, MESSAGES),
    db.transition.findMany({
      where: { entityId: { in: [contract.id, milestone.id, page.id] }, entity: { in: ["contract", "milestone", "dispute"] } },
      orderBy: { id: "asc" },
      take: 5000,
      select: {
        entity: true,
        entityId: true,
        from: true,
        to: true,
        verb: true,
        actorId: true,
        actorRole: true,
        reason: true,
        at: true,
        hashPrev: true,
        hash: true,
      },
    }),
    db.message.findMany({
      where: { contractId: contract.id },
      orderBy: { id: "asc" },
      take: MESSAGES,
      select: { id: true, orgId: true, text: true, at: true },
    }),
  ]);
  const subjects = [page.id, ...page.evidence.map((e) => e.id), ...milestone.deliveries.map((d) => d.id), ...messages.map((m) => m.id)];
  const links = await db.fileLink.findMany({
    where: { subjectType: { in: ["dispute", "delivery", "message"] }, subjectId: { in: subjects } },
    orderBy: [{ subjectId: "asc" }, { ord: "asc" }, { fileId: "asc" }],
    select: {
      subjectType: true,
      subjectId: true,
      file: { select: { id: true, name: true, mime: true, sizeBytes: true, sha256: true, storageKey: true, createdAt: true } },
    },
  });
  return { page, signed, timeline, transitions, messages, links };
}
