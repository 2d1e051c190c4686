import { documents } from "#app/people/account/documents.ts";
import { hashPassword } from "#app/people/auth.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

type Newcomer = { name: string; email: string; password: string; locale: "zh" | "en" };

/**
 * Makes the account, the organisation that every person is in the market, and the record of consent, in one transaction; the mail with
 * the confirming link follows. Until the link is used, signing up again replaces the password. An address with a confirmed account gets
 * a mail that says so. To the one who asks, and by the clock, all three are the same.
 */
export async function signUp({ name, email, password, locale }: Newcomer): Promise<void> {
  const hash = await hashPassword(password);
  await transact(async (tx) => {
    const now = await appNow(tx);
    const [user] = await tx.user.createManyAndReturn({ data: [{ name, email, locale }], skipDuplicates: true, select: { id: true } });
    if (user) {
      await tx.account.create({ data: { userId: user.id, accountId: user.id, providerId: "credential", password: hash } });
      await tx.organisation.create({
        data: { kind: "PERSON", name, createdAt: now, members: { create: { userId: user.id, role: "OWNER", createdAt: now } } },
      });
      await tx.consent.createMany({
        data: Object.entries(documents).map(([document, version]) => ({ userId: user.id, document, version, at: now })),
      });
    } else {
      await tx.account.updateMany({ where: { providerId: "credential", user: { email, emailVerified: false } }, data: { password: hash } });
    }
    await enqueue(tx, "mail-confirm", { email });
  });
}
