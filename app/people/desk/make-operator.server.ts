import { appNow, transact } from "#app/transact.server.ts";

/**
 * Makes the person with this address an operator. Only the launcher's command and the seed call it: no page does. Gives false when no
 * confirmed account has the address.
 */
export async function makeOperator(email: string): Promise<boolean> {
  return transact(async (tx) => {
    const [user] = await tx.$queryRaw<{ id: string; operator: boolean }[]>`
      SELECT id, operator FROM "User" WHERE email = ${email.trim().toLowerCase()} AND "emailVerified" AND "closedAt" IS NULL AND "suspendedAt" IS NULL FOR UPDATE`;
    if (!user) return false;
    if (user.operator) return true;
    await tx.user.update({ where: { id: user.id }, data: { operator: true } });
    const now = await appNow(tx);
    await tx.operatorAct.create({
      data: { operatorId: user.id, act: "makeOperator", subjectType: "user", subjectId: user.id, reason: null, at: now },
    });
    return true;
  });
}
