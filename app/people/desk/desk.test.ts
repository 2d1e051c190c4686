import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { allowWord } from "#app/people/desk/allow-word.server.ts";
import { checkWords } from "#app/people/desk/check-words.server.ts";
import { decideReport } from "#app/people/desk/decide-report.server.ts";
import { fileReport } from "#app/people/desk/file-report.server.ts";
import { forbidWord } from "#app/people/desk/forbid-word.server.ts";
import { makeOperator } from "#app/people/desk/make-operator.server.ts";
import { reportForm } from "#app/people/desk/report.ts";
import { groupOf, type ReportSubject, reasonsFor } from "#app/people/desk/report-reasons.ts";
import { resumeOrganisation } from "#app/people/desk/resume-organisation.server.ts";
import { resumePerson } from "#app/people/desk/resume-person.server.ts";
import { suspendOrganisation } from "#app/people/desk/suspend-organisation.server.ts";
import { suspendPerson } from "#app/people/desk/suspend-person.server.ts";
import { wordsIn } from "#app/people/desk/word.ts";
import { company, operator, PASSWORD, person, sessionCookie, viewerAgain } from "#app/people/fixtures.ts";
import { can } from "#app/people/viewer.ts";

const code = (a: PromiseSettledResult<unknown>) => (a.status === "rejected" ? a.reason.code : "done");

test("nobody but an operator gets anywhere at the desk", async () => {
  const [nobody, subject] = [await person(), await company()];
  const acts = [
    () => suspendOrganisation(nobody.viewer, subject.orgId, "随便看看"),
    () => resumeOrganisation(nobody.viewer, subject.orgId, "随便看看"),
    () => suspendPerson(nobody.viewer, subject.userId, "随便看看"),
    () => resumePerson(nobody.viewer, subject.userId, "随便看看"),
    () => forbidWord(nobody.viewer, "好词"),
    () => allowWord(nobody.viewer, "刷单"),
  ];
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "notFound" });
  await expect(forbidWord({ ...nobody.viewer, operator: true }, "好词")).rejects.toMatchObject({ code: "notFound" });
  expect(await db.operatorAct.count({ where: { operatorId: nobody.userId } })).toBe(0);
});

test("a suspended organisation may begin nothing new until it is resumed, and knows why", async () => {
  const [clerk, subject] = [await operator(), await company()];
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => suspendOrganisation(clerk.viewer, subject.orgId, "资料不实")));
  expect(answers.map(code).sort()).toEqual(["done", ...Array(7).fill("wrongState")]);
  expect(can(await viewerAgain(subject.userId, subject.orgId), subject.orgId, "task:manage")).toBe(false);
  const notice = await db.notice.findFirstOrThrow({ where: { userId: subject.userId, kind: "people.notice.orgSuspended" } });
  expect(notice.params).toMatchObject({ reason: "资料不实" });
  await resumeOrganisation(clerk.viewer, subject.orgId, "已更正");
  expect(can(await viewerAgain(subject.userId, subject.orgId), subject.orgId, "task:manage")).toBe(true);
  const acts = await db.operatorAct.findMany({
    where: { subjectId: subject.orgId },
    orderBy: { id: "asc" },
    select: { act: true, reason: true },
  });
  expect(acts).toEqual([
    { act: "organisation.suspend", reason: "资料不实" },
    { act: "organisation.resume", reason: "已更正" },
  ]);
});

test("a suspended person is out at once and cannot come back in; an operator cannot be suspended", async () => {
  const [clerk, subject] = [await operator(), await person()];
  const cookie = await sessionCookie(subject);
  await suspendPerson(clerk.viewer, subject.userId, "多次骚扰");
  expect(await viewerOf(new Headers({ cookie }))).toBeNull();
  await expect(signIn(subject.email, PASSWORD, new Headers())).rejects.toMatchObject({ code: "accountSuspended" });
  await expect(signIn(subject.email, "wrong-password-9", new Headers())).rejects.toMatchObject({ code: "signInFailed" });
  await resumePerson(clerk.viewer, subject.userId, "已道歉");
  expect((await signIn(subject.email, PASSWORD, new Headers())).getSetCookie()).toHaveLength(1);
  const other = await operator();
  await expect(suspendPerson(clerk.viewer, other.userId, "试一试呢")).rejects.toMatchObject({ code: "notAllowed" });
});

test("a report is made once, decided once, and answered", async () => {
  const [clerk, teller, subject] = [await operator(), await person(), await company()];
  const report = { subjectType: "organisation", subjectId: subject.orgId, reason: "fraud", text: "收款后失联，已经一周了" } as const;
  const made = await Promise.allSettled(Array.from({ length: 5 }, () => fileReport(teller.viewer, report)));
  expect(made.map(code).sort()).toEqual(["alreadyReported", "alreadyReported", "alreadyReported", "alreadyReported", "done"]);
  const id = made.find((m) => m.status === "fulfilled")!.value;
  const decided = await Promise.allSettled(
    (["uphold", "dismiss", "uphold", "dismiss"] as const).map((decision) =>
      decideReport(clerk.viewer, id, { decision, answer: "已核对记录" }),
    ),
  );
  expect(decided.map(code).sort()).toEqual(["done", "wrongState", "wrongState", "wrongState"]);
  expect(await db.notice.count({ where: { userId: teller.userId, kind: { startsWith: "people.notice.report" } } })).toBe(1);
});

test("each kind of thing is reported for its own reasons, and a campaign's fall into one group each", () => {
  const takes = (subject: ReportSubject, reason: string) =>
    reportForm(subject).safeParse({ reason, text: "收款后失联，已经一周了" }).success;
  expect([takes("task", "fraud"), takes("task", "rendered"), takes("campaign", "rendered"), takes("campaign", "fraud")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  const reasons = reasonsFor("campaign");
  expect(new Set(reasons).size).toBe(reasons.length);
  expect([groupOf("rendered"), groupOf("misuse"), groupOf("fraud")]).toEqual(["prototype", "afterFunding", undefined]);
});

test("the log cannot be changed, not even by the product", async () => {
  await operator();
  await expect(db.operatorAct.updateMany({ data: { reason: "nothing" } })).rejects.toThrow();
  await expect(db.operatorAct.deleteMany()).rejects.toThrow();
  await expect(db.consent.deleteMany()).rejects.toThrow();
});

test("only a confirmed person becomes an operator", async () => {
  expect(await makeOperator("nobody@example.test")).toBe(false);
  const { email } = await person();
  expect(await makeOperator(` ${email.toUpperCase()} `)).toBe(true);
});

test("forbidden words are found through spaces, signs and width, and Latin ones only as words", async () => {
  const list = ["刷单", "casino", "essaywriting"];
  expect(wordsIn("诚聘 刷·单 人员", list)).toEqual(["刷单"]);
  expect(wordsIn("ＣＡＳＩＮＯ 网站", list)).toEqual(["casino"]);
  expect(wordsIn("Essay-writing service", list)).toEqual(["essaywriting"]);
  expect(wordsIn("occasino, less aywriting", list)).toEqual([]);
  const clerk = await operator();
  expect(await checkWords(["帮忙代考英语", "正常的任务"])).toEqual(["代考"]);
  await forbidWord(clerk.viewer, "独门 秘方!");
  expect(await checkWords(["出售独门秘方"])).toEqual(["独门秘方"]);
  await allowWord(clerk.viewer, "独门秘方");
  expect(await checkWords(["出售独门秘方"])).toEqual([]);
  await expect(forbidWord(clerk.viewer, "! x")).rejects.toMatchObject({ code: "wordTooShort" });
});
