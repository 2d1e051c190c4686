import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { SignUpForm } from "#app/people/account/account.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { signUp } from "#app/people/account/sign-up.server.ts";
import { sessionCookieName, viewerOf } from "#app/people/auth.server.ts";
import { company, operator, PASSWORD, person, sessionCookie } from "#app/people/fixtures.ts";

const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .find((c) => c.startsWith(`${sessionCookieName}=`))!
    .split(";")[0]!;

test("a person signs up once, confirms, signs in and is known by the cookie", async () => {
  const { email, userId, orgId } = await person({ name: "王小兰" });
  const cookie = cookieOf(await signIn(email, PASSWORD, new Headers()));
  const viewer = await viewerOf(new Headers({ cookie }));
  expect(viewer).toMatchObject({ userId, orgId, name: "王小兰", email, operator: false });
  expect(viewer!.orgs).toEqual([{ id: orgId, name: "王小兰", kind: "PERSON", role: "OWNER", verified: false, suspended: false }]);
  expect(await db.consent.count({ where: { userId } })).toBe(2);
});
test("fixtures", async () => {
  const c = await company({ verified: true });
  expect(c.viewer.orgs.find((o) => o.id === c.orgId)?.verified).toBe(true);
  const o = await operator();
  expect(o.viewer.operator).toBe(true);
  const v = await viewerOf(new Headers({ cookie: await sessionCookie(c) }));
  expect(v).toEqual(c.viewer);
});
