import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { parseForm } from "#app/form.ts";
import { SignUpForm } from "#app/people/account/account.ts";
import { agree } from "#app/people/account/agree.server.ts";
import { changePassword } from "#app/people/account/change-password.server.ts";
import { resetPassword } from "#app/people/account/reset-password.server.ts";
import { revokeOtherSessions } from "#app/people/account/revoke-other-sessions.server.ts";
import { revokeSession } from "#app/people/account/revoke-session.server.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { signOut } from "#app/people/account/sign-out.server.ts";
import { signUp } from "#app/people/account/sign-up.server.ts";
import { auth, requireViewer, sessionCookieName, signedIn, viewerById, viewerOf } from "#app/people/auth.server.ts";
import { PASSWORD, person, sessionCookie } from "#app/people/fixtures.ts";
import { sessionsOf } from "#app/people/queries.server.ts";

const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .find((c) => c.startsWith(`${sessionCookieName}=`))!
    .split(";")[0]!;
const withCookie = (cookie: string) => new Headers({ cookie });
const signedInAs = async (email: string, password = PASSWORD) => cookieOf(await signIn(email, password, new Headers()));

test("a person signs up once, confirms, signs in and is known by the cookie", async () => {
  const { email, userId, orgId } = await person({ name: "王小兰" });
  const viewer = await viewerOf(withCookie(await signedInAs(email)));
  expect(viewer).toMatchObject({ userId, orgId, name: "王小兰", email, operator: false });
  expect(viewer!.orgs).toEqual([{ id: orgId, name: "王小兰", kind: "PERSON", role: "OWNER", verified: false, suspended: false }]);
  expect(await db.consent.findMany({ where: { userId }, select: { document: true }, orderBy: { document: "asc" } })).toEqual([
    { document: "privacy" },
    { document: "terms" },
  ]);
});

test("twenty posts of one sign-up make one account", async () => {
  const email = "twenty@example.test";
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => signUp({ name: `同一人 ${i}`, email, password: `river-horse-${i}`, locale: "zh" })),
  );
  const users = await db.user.findMany({ where: { email }, select: { memberships: true, accounts: true, consents: true } });
  expect(users).toHaveLength(1);
  expect([users[0]!.memberships.length, users[0]!.accounts.length, users[0]!.consents.length]).toEqual([1, 1, 2]);
});

test("an unconfirmed person cannot sign in; a wrong password and an unknown address get the same answer", async () => {
  await signUp({ name: "未验证", email: "fresh@example.test", password: PASSWORD, locale: "zh" });
  const { email } = await person();
  await expect(signIn("fresh@example.test", PASSWORD, new Headers())).rejects.toMatchObject({ code: "emailNotConfirmed" });
  await expect(signIn("fresh@example.test", "wrong-password-9", new Headers())).rejects.toMatchObject({ code: "signInFailed" });
  await expect(signIn(email, "wrong-password-9", new Headers())).rejects.toMatchObject({ code: "signInFailed" });
  await expect(signIn("nobody@example.test", PASSWORD, new Headers())).rejects.toMatchObject({ code: "signInFailed" });
});

test("the database holds neither the password nor a token that opens a session", async () => {
  const { email, userId } = await person();
  const cookie = await signedInAs(email);
  const token = decodeURIComponent(cookie.split("=")[1]!).split(".")[0]!;
  const rows = await db.session.findMany({ where: { userId }, select: { token: true } });
  expect(rows.map((r) => r.token)).toContain(createHash("sha256").update(token).digest("base64url"));
  expect(rows.map((r) => r.token)).not.toContain(token);
  const account = await db.account.findFirstOrThrow({ where: { userId } });
  expect(account.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("a forged or unsigned cookie is nobody's", async () => {
  const { email } = await person();
  const cookie = await signedInAs(email);
  const token = decodeURIComponent(cookie.split("=")[1]!).split(".")[0]!;
  for (const value of [token, `${token}.${"A".repeat(43)}=`, "x", ""]) {
    expect(await viewerOf(withCookie(`${sessionCookieName}=${encodeURIComponent(value)}`))).toBeNull();
  }
});

test("signing out and revoking end sessions, and only one's own", async () => {
  const [me, other] = [await person(), await person()];
  const [here, there] = [await signedInAs(me.email), await signedInAs(me.email)];
  const theirs = await sessionCookie(other);
  const { sessionId } = (await signedIn(withCookie(theirs)))!;
  await expect(revokeSession(me.viewer, sessionId)).rejects.toMatchObject({ code: "notFound" });
  expect(await viewerOf(withCookie(theirs))).not.toBeNull();
  const mine = (await signedIn(withCookie(here)))!;
  await revokeOtherSessions(me.viewer, mine.sessionId);
  expect(await viewerOf(withCookie(there))).toBeNull();
  expect((await sessionsOf(me.viewer, mine.sessionId)).map((s) => s.current)).toEqual([true]);
  const answer = await signOut(withCookie(here));
  expect(answer.getSetCookie()[0]).toMatch(/Max-Age=0/);
  expect(await viewerOf(withCookie(here))).toBeNull();
});

test("a new password ends the other sessions; the present one must be known", async () => {
  const { email } = await person();
  const [here, there] = [await signedInAs(email), await signedInAs(email)];
  await expect(changePassword("wrong-password-9", "north-bridge-44", withCookie(here))).rejects.toMatchObject({
    code: "wrongPassword",
    field: "currentPassword",
  });
  const renewed = cookieOf(await changePassword(PASSWORD, "north-bridge-44", withCookie(here)));
  expect(await viewerOf(withCookie(renewed))).not.toBeNull();
  expect(await viewerOf(withCookie(there))).toBeNull();
  await expect(signIn(email, PASSWORD, new Headers())).rejects.toMatchObject({ code: "signInFailed" });
});

test("a reset link works once, for ten at once too, and ends every session", async () => {
  const { email, userId } = await person();
  const cookie = await signedInAs(email);
  const context = await auth.$context;
  await context.internalAdapter.createVerificationValue({
    identifier: "reset-password:tok",
    value: userId,
    expiresAt: new Date(Date.now() + 60_000),
  });
  expect(await db.verification.count({ where: { identifier: { contains: "tok" } } })).toBe(0);
  const answers = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => resetPassword("tok", `new-pass-word-${i}`)));
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(1);
  expect(await viewerOf(withCookie(cookie))).toBeNull();
  await expect(resetPassword("tok", "another-pass-7")).rejects.toMatchObject({ code: "linkInvalid" });
});

test("the form complains beside the field and keeps no password", () => {
  const bad = parseForm(SignUpForm, { name: "<b>", email: "nope", password: "password1" });
  expect(bad).toEqual({
    errors: { name: [{ code: "personName" }], email: [{ code: "email" }], agree: [{ code: "agree" }] },
  });
  const common = parseForm(SignUpForm, { name: "王小兰", email: "wang@example.test", password: "password1", agree: "on" });
  expect(common).toEqual({ errors: { password: [{ code: "commonPassword" }] } });
});

test("who agreed to an earlier version is asked again before anything else", async () => {
  const known = await person();
  const request = new Request("http://localhost:3000/profile?x=1", { headers: { cookie: await sessionCookie(known) } });
  expect((await requireViewer(request)).userId).toBe(known.userId);
  const later = await db.user.create({ data: { name: "老用户", email: "earlier@example.test", emailVerified: true } });
  await db.organisation.create({
    data: { kind: "PERSON", name: "老用户", createdAt: new Date(), members: { create: { userId: later.id, role: "OWNER" } } },
  });
  await db.consent.create({ data: { userId: later.id, document: "terms", version: "2020-01-01", at: new Date() } });
  const viewer = (await viewerById(later.id))!;
  const theirs = new Request(request.url, { headers: { cookie: await sessionCookie(viewer) } });
  const asked = await requireViewer(theirs).catch((answer: Response) => answer);
  expect((asked as Response).headers.get("location")).toBe("/agree?to=%2Fprofile%3Fx%3D1");
  await Promise.all([agree(viewer), agree(viewer)]);
  expect((await requireViewer(theirs)).userId).toBe(later.id);
});
