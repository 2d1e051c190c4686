import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import { keyOfId, sealId } from "#app/people/verification/id-box.server.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

type Asked = { legalName: string; idNumber: string; files: string[] };

/** Asks to be verified as a person or company. One request waits at a time; the number is kept encrypted. Gives the request's id. */
export async function requestRealName(viewer: Viewer, orgId: string, { legalName, idNumber, files }: Asked): Promise<string> {
  return transact(async (tx) => {
    const [org] = await tx.$queryRaw<{ verifiedAt: Date | null; closedAt: Date | null; name: string }[]>`
      SELECT "verifiedAt", "closedAt", name FROM "Organisation" WHERE id = ${orgId}::uuid FOR UPDATE`;
    if (!org || org.closedAt || !can(viewer, orgId, "org:manage")) throw new Refusal("notFound");
    if (org.verifiedAt) throw new Refusal("alreadyVerified");
    if (await tx.realNameRequest.findFirst({ where: { orgId, state: "PENDING" }, select: { id: true } }))
      throw new Refusal("verificationPending");
    const now = await appNow(tx);
    const { id } = await tx.realNameRequest.create({
      data: {
        orgId,
        legalName,
        idNumber: sealId(idNumber, orgId),
        idNumberLast4: idNumber.slice(-4),
        idKey: keyOfId(idNumber),
        requestedById: viewer.userId,
        requestedAt: now,
      },
      select: { id: true },
    });
    await linkFiles(tx, viewer, files, "realName", id);
    await recordTransition(
      tx,
      {
        entity: "realName",
        entityId: id,
        from: null,
        to: "PENDING",
        verb: "requestRealName",
        actor: { userId: viewer.userId, role: "member" },
      },
      now,
    );
    await notifyOperators(
      tx,
      { kind: "people.notice.verificationAsked", params: { org: org.name }, href: `/desk/verifications/${id}` },
      now,
    );
    return id;
  });
}
