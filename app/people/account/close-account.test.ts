import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { closeAccount } from "#app/people/account/close-account.server.ts";
import { exportAccount } from "#app/people/account/export-account.server.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { company, PASSWORD, person, sessionCookie } from "#app/people/fixtures.ts";

const someTask = (employerId: string, createdById: string) => ({ employerId, createdById, title: "标志设计", state: "OPEN" as const });

test("a closed account is wiped and lets nobody in; its consents stay", async () => {
  const known = await person({ name: "将要离开" });
  const cookie = await sessionCookie(known);
  await expect(closeAccount(known.viewer, "wrong-password-9")).rejects.toMatchObject({ code: "wrongPassword", field: "password" });
  await closeAccount(known.viewer, PASSWORD);
  expect(await viewerOf(new Headers({ cookie }))).toBeNull();
  await expect(signIn(known.email, PASSWORD, new Headers())).rejects.toMatchObject({ code: "signInFailed" });
  const user = await db.user.findUniqueOrThrow({ where: { id: known.userId } });
  expect(user.name + user.email).not.toMatch(/将要离开|p-/);
  expect(await db.organisation.findUniqueOrThrow({ where: { id: known.orgId } })).toMatchObject({ closedAt: expect.any(Date) });
  expect(await db.consent.count({ where: { userId: known.userId } })).toBe(2);
});

test("open business keeps an account open", async () => {
  const known = await person();
  await db.task.create({ data: someTask(known.orgId, known.userId) });
  await expect(closeAccount(known.viewer, PASSWORD)).rejects.toMatchObject({ code: "obligationsOpen" });
});

test("the only owner of a company with others hands it over first", async () => {
  const other = await person();
  const known = await company({ name: "黄河文创", members: [{ who: other, role: "ADMIN" }] });
  await expect(closeAccount(known.viewer, PASSWORD)).rejects.toMatchObject({ code: "handOverFirst", params: { org: "黄河文创" } });
});

test("what begins while an account closes meets a closed door", async () => {
  const known = await person();
  let begun: Promise<string> | undefined;
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Organisation" WHERE id = ${known.orgId}::uuid FOR UPDATE`;
    begun = db.task.create({ data: someTask(known.orgId, known.userId) }).then(
      () => "begun",
      (e: Error) => e.message,
    );
    const waiting = () =>
      db.$queryRaw<
        { n: number }[]
      >`SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await waiting())[0]?.n).toBe(1);
    await tx.organisation.update({ where: { id: known.orgId }, data: { closedAt: new Date() } });
  });
  expect(await begun).toMatch(/is closed/);
});

test("closing and beginning something new at the same time: one of them wins", async () => {
  const known = await person();
  const [closed, begun] = await Promise.allSettled([
    closeAccount(known.viewer, PASSWORD),
    db.task.create({ data: someTask(known.orgId, known.userId) }),
  ]);
  expect([closed.status, begun.status].sort()).toEqual(["fulfilled", "rejected"]);
});

test("the export holds one's own data and nobody's secrets", async () => {
  const known = await company({ name: "导出公司" });
  const text = JSON.stringify(await exportAccount(known.viewer), (_, v) => (typeof v === "bigint" ? String(v) : v));
  expect(text).toContain(known.email);
  expect(text).toContain("导出公司");
  expect(text).not.toMatch(/argon2id|"token"|tokenHash/);
});
