import type { LockedDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import type { Party } from "#app/contracts/lock.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import type { Tx } from "#app/transact.server.ts";

type Piece = { kind: "STATEMENT" | "RESPONSE" | "ABSENCE" | "APPEAL"; text: string; files: readonly string[] };

/** Keeps what a side says and shows, with its files, for good. The caller holds the dispute's lock. */
export async function keepEvidence(tx: Tx, viewer: Viewer, { dispute, party, now }: LockedDispute & { party: Party }, piece: Piece) {
  const { kind, text, files } = piece;
  const evidence = await tx.disputeEvidence.create({
    data: { disputeId: dispute.id, kind, byUserId: viewer.userId, orgId: party.orgId, text, at: now },
    select: { id: true },
  });
  await linkFiles(tx, viewer, files, "dispute", evidence.id);
}
