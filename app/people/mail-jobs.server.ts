import { randomBytes } from "node:crypto";
import { createEmailVerificationToken } from "better-auth/api";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { isOpen } from "#app/people/account/step-up.ts";
import { codeOf } from "#app/people/account/step-up-code.server.ts";
import { auth } from "#app/people/auth.server.ts";
import { sendMail } from "#app/people/mail.server.ts";
import type { NoticeKind } from "#app/people/notify.server.ts";
import { invitationToken } from "#app/people/organisation/invitation-token.server.ts";
import type { Params } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

const DAY_MS = 86_400_000;
const localeOf = (text: string) => (text === "en" ? "en" : "zh");

/** The link that confirms an address; a confirmed one is told that it has an account. */
export async function mailConfirm({ email }: Record<string, string>) {
  const user = await db.user.findUnique({
    where: { email: email! },
    select: { id: true, name: true, email: true, locale: true, emailVerified: true, closedAt: true },
  });
  if (!user || user.closedAt) return;
  const locale = localeOf(user.locale);
  const { t } = i18nFor(locale);
  const hello = t("people.mail.hello", { name: user.name });
  if (user.emailVerified) {
    const button = { label: t("people.mail.already.button"), path: "/sign-in" };
    await sendMail({
      to: user.email,
      locale,
      subject: t("people.mail.already.subject"),
      lines: [hello, t("people.mail.already.text")],
      button,
    });
    return;
  }
  const token = await createEmailVerificationToken(env.SESSION_SECRET, user.email, undefined, DAY_MS / 1000, { userId: user.id });
  const button = { label: t("people.mail.confirm.button"), path: `/confirm?token=${encodeURIComponent(token)}` };
  const lines = [hello, t("people.mail.confirm.text"), t("people.mail.ignore")];
  await sendMail({ to: user.email, locale, subject: t("people.mail.confirm.subject"), lines, button });
}

/** The link that lets one choose a new password; valid for an hour, once. An address without an account gets nothing. */
export async function mailReset({ email }: Record<string, string>) {
  const user = await db.user.findUnique({
    where: { email: email! },
    select: { id: true, name: true, email: true, locale: true, emailVerified: true, closedAt: true },
  });
  if (!user || user.closedAt) return;
  if (!user.emailVerified) return mailConfirm({ email: user.email });
  const token = randomBytes(24).toString("base64url");
  const context = await auth.$context;
  // The library's own tokens live in real time, like its sessions.
  await context.internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: user.id,
    expiresAt: new Date(Date.now() + DAY_MS / 24),
  });
  const locale = localeOf(user.locale);
  const { t } = i18nFor(locale);
  const button = { label: t("people.mail.reset.button"), path: `/reset?token=${token}` };
  const lines = [t("people.mail.hello", { name: user.name }), t("people.mail.reset.text"), t("people.mail.ignore")];
  await sendMail({ to: user.email, locale, subject: t("people.mail.reset.subject"), lines, button });
}

/** The code by which a person shows again that this mail box is theirs; nothing when a newer letter has it or it was used. */
export async function mailCode({ userId }: Record<string, string>) {
  const [user, asked] = await Promise.all([
    db.user.findUnique({ where: { id: userId! }, select: { name: true, email: true, locale: true, closedAt: true } }),
    db.stepUp.findUnique({ where: { userId: userId! } }),
  ]);
  if (!user || user.closedAt || !asked || !isOpen(asked, await appNow())) return;
  const locale = localeOf(user.locale);
  const { t } = i18nFor(locale);
  const code = codeOf(userId!, asked);
  const lines = [t("people.mail.hello", { name: user.name }), t("people.mail.code.text"), code, t("people.mail.code.ignore")];
  await sendMail({ to: user.email, locale, subject: t("people.mail.code.subject", { code }), lines });
}

/** An invitation to an organisation, to an address that may not have an account yet. */
export async function mailInvitation({ invitationId }: Record<string, string>) {
  const found = await db.invitation.findUnique({
    where: { id: invitationId! },
    select: {
      id: true,
      email: true,
      role: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
      invitedById: true,
      org: { select: { name: true } },
    },
  });
  if (!found || found.acceptedAt || found.revokedAt) return;
  const [inviter, invited] = await Promise.all([
    db.user.findUnique({ where: { id: found.invitedById }, select: { name: true, locale: true } }),
    db.user.findUnique({ where: { email: found.email }, select: { locale: true } }),
  ]);
  const locale = localeOf(invited?.locale ?? inviter?.locale ?? "zh");
  const { t } = i18nFor(locale);
  const params = {
    org: found.org.name,
    inviter: inviter?.name ?? "",
    role: t(`people.role.${found.role}`),
    until: found.expiresAt.toISOString(),
  };
  const button = { label: t("people.mail.invitation.button"), path: `/invitations/${invitationToken(found.id)}` };
  const lines = [t("people.mail.invitation.text", params), t("people.mail.invitation.until", params), t("people.mail.ignore")];
  await sendMail({ to: found.email, locale, subject: t("people.mail.invitation.subject", params), lines, button });
}

/** A notice as a mail, once. */
export async function mailNotice({ noticeId }: Record<string, string>) {
  const notice = await db.notice.findUnique({
    where: { id: noticeId! },
    select: {
      kind: true,
      params: true,
      href: true,
      mailedAt: true,
      user: { select: { name: true, email: true, locale: true, emailVerified: true, suspendedAt: true, closedAt: true } },
    },
  });
  if (!notice || notice.mailedAt) return;
  const { user } = notice;
  if (!user.emailVerified || user.suspendedAt || user.closedAt) return;
  const locale = localeOf(user.locale);
  const { t } = i18nFor(locale);
  const sentence = t(notice.kind as NoticeKind, notice.params as Params) as string;
  await sendMail({
    to: user.email,
    locale,
    subject: sentence,
    lines: [t("people.mail.hello", { name: user.name }), sentence],
    button: { label: t("people.mail.open"), path: notice.href },
  });
  await db.notice.update({ where: { id: noticeId! }, data: { mailedAt: await appNow() } });
}
