import { expect, inject, test } from "vitest";
import { db } from "#app/db.server.ts";
import { confirmEmail } from "#app/people/account/confirm-email.server.ts";
import { resetPassword } from "#app/people/account/reset-password.server.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { signUp } from "#app/people/account/sign-up.server.ts";
import { sweepSessions } from "#app/people/account/sweep-sessions.server.ts";
import { company, PASSWORD, person, sessionCookie } from "#app/people/fixtures.ts";
import { mailConfirm, mailInvitation, mailNotice, mailReset } from "#app/people/mail-jobs.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { acceptInvitation } from "#app/people/organisation/accept-invitation.server.ts";
import { inviteMember } from "#app/people/organisation/invite-member.server.ts";
import { noticesOf, unreadCount } from "#app/people/queries.server.ts";
import { readNotices } from "#app/people/read-notices.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

type Mail = { subject: string; text: string };
const mailsTo = async (to: string): Promise<Mail[]> =>
  ((await (await fetch(`${inject("world").url}/_sandbox/mails?to=${encodeURIComponent(to)}`)).json()) as { mails: Mail[] }).mails;
const tokenIn = (mail: Mail, path: string) => decodeURIComponent(new RegExp(`${path}\\?token=(\\S+)`).exec(mail.text)![1]!);

test("the confirming mail's link confirms and signs in, in the reader's language", async () => {
  const email = "mail-confirm@example.test";
  await signUp({ name: "Ann Reader", email, password: PASSWORD, locale: "en" });
  await mailConfirm({ email });
  const [mail] = await mailsTo(email);
  expect(mail!.subject).toBe("Please confirm your e-mail address");
  const headers = await confirmEmail(tokenIn(mail!, "/confirm"), new Headers());
  expect(headers.getSetCookie()[0]).toMatch(/HttpOnly/);
  expect(headers.getSetCookie()[0]).toMatch(/SameSite=Lax/);
  await expect(confirmEmail("forged", new Headers())).rejects.toMatchObject({ code: "linkInvalid" });
  await mailConfirm({ email });
  expect((await mailsTo(email))[0]!.subject).toBe("You have a Jincheng account already");
});

test("the reset mail's link sets a password; an unknown address gets nothing", async () => {
  const { email } = await person();
  await mailReset({ email });
  await mailReset({ email: "unknown@example.test" });
  expect(await mailsTo("unknown@example.test")).toEqual([]);
  const [mail] = await mailsTo(email);
  await resetPassword(tokenIn(mail!, "/reset"), "a-quite-new-river-3");
  expect((await signIn(email, "a-quite-new-river-3", new Headers())).getSetCookie()).toHaveLength(1);
});

test("an invitation to an address without an account is mailed with its link", async () => {
  const owner = await company({ name: "来信公司" });
  const email = "invited-by-mail@example.test";
  const invitationId = await inviteMember(owner.viewer, owner.orgId, { email, role: "MEMBER" });
  await mailInvitation({ invitationId });
  const [mail] = await mailsTo(email);
  const token = /\/invitations\/(\S+)/.exec(mail!.text)![1]!;
  const newcomer = await person({ email });
  expect(await acceptInvitation(newcomer.viewer, token)).toBe(owner.orgId);
});

test("a notice is kept with its act, mailed once, and read once", async () => {
  const known = await person();
  const tell = (now: Date) => ({
    kind: "people.notice.orgResumed" as const,
    params: { org: `某公司 ${now.getTime()}` },
    href: "/organisations",
  });
  await transact(async (tx) => {
    const now = await appNow(tx);
    await notifyUsers(tx, [known.userId, known.userId], tell(now), now);
  });
  await expect(
    transact(async (tx) => {
      const now = await appNow(tx);
      await notifyUsers(tx, [known.userId], tell(now), now);
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  const { notices } = await noticesOf(known.viewer);
  expect(notices).toHaveLength(1);
  await mailNotice({ noticeId: notices[0]!.id });
  await mailNotice({ noticeId: notices[0]!.id });
  expect(await mailsTo(known.email)).toHaveLength(1);
  const stranger = await person();
  await readNotices(stranger.viewer, { id: notices[0]!.id });
  expect(await unreadCount(known.viewer)).toBe(1);
  await readNotices(known.viewer, { upTo: notices[0]!.id });
  expect(await unreadCount(known.viewer)).toBe(0);
});

test("what has run out is swept away, and nothing else", async () => {
  const known = await person();
  await sessionCookie(known);
  const before = await db.session.count({ where: { userId: known.userId } });
  const oldest = await db.session.findFirstOrThrow({ where: { userId: known.userId } });
  await db.session.update({ where: { id: oldest.id }, data: { expiresAt: new Date(0) } });
  expect(await sweepSessions()).toBe(1);
  expect(await db.session.count({ where: { userId: known.userId } })).toBe(before - 1);
});
