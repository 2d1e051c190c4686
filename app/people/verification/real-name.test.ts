import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { allows, fromStates } from "#app/flow.ts";
import { revealId } from "#app/people/desk/reveal-id.server.ts";
import { company, operator, person, someIdNumber, someUscc } from "#app/people/fixtures.ts";
import { decideRealName } from "#app/people/verification/decide-real-name.server.ts";
import { isIdNumber, isUscc, realNameFlow } from "#app/people/verification/real-name.ts";
import { requestRealName } from "#app/people/verification/request-real-name.server.ts";

const code = (a: PromiseSettledResult<unknown>) => (a.status === "rejected" ? a.reason.code : "done");
const approve = { decision: "approve", reason: "" } as const;
const reject = { decision: "reject", reason: "照片不清晰" } as const;

test("identity numbers and company codes are checked to the last sign", () => {
  expect(isIdNumber("11010519491231002X")).toBe(true);
  expect(isIdNumber("110105194912310021")).toBe(false);
  expect(isIdNumber("110105194902310029")).toBe(false);
  expect(isUscc("91350100M000100Y43")).toBe(true);
  expect(isUscc("91350100M000100Y44")).toBe(false);
  expect(isUscc("91350100M000100I43")).toBe(false);
  for (let i = 0; i < 50; i++) expect([isIdNumber(someIdNumber()), isUscc(someUscc())]).toEqual([true, true]);
});

test("only waiting requests are decided", () => {
  for (const verb of ["approve", "reject"] as const) {
    expect(fromStates(realNameFlow, verb)).toEqual(["PENDING"]);
    for (const state of ["APPROVED", "REJECTED"] as const) expect(allows(realNameFlow, verb, state)).toBe(false);
  }
});

test("the number is kept encrypted and shown whole to an operator only, who is recorded", async () => {
  const [asker, clerk, nobody] = [await person(), await operator(), await person()];
  const idNumber = someIdNumber();
  const id = await requestRealName(asker.viewer, asker.orgId, { legalName: "李雷", idNumber, files: [] });
  const row = await db.realNameRequest.findUniqueOrThrow({ where: { id } });
  expect([row.idNumber.includes(idNumber), row.idNumberLast4]).toEqual([false, idNumber.slice(-4)]);
  await expect(revealId(nobody.viewer, id)).rejects.toMatchObject({ code: "notFound" });
  expect(await revealId(clerk.viewer, id)).toBe(idNumber);
  expect(await db.operatorAct.count({ where: { act: "realName.reveal", operatorId: clerk.userId } })).toBe(1);
});

test("twenty decisions at once: one counts, and the organisation follows it", async () => {
  const [asker, first, second] = [await company(), await operator(), await operator()];
  const uscc = someUscc();
  const id = await requestRealName(asker.viewer, asker.orgId, { legalName: "兰州黄河设计有限公司", idNumber: uscc, files: [] });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => decideRealName((i % 2 ? first : second).viewer, id, i % 3 ? approve : reject)),
  );
  expect(answers.map(code).sort()).toEqual(["done", ...Array(19).fill("wrongState")]);
  const row = await db.realNameRequest.findUniqueOrThrow({ where: { id } });
  const org = await db.organisation.findUniqueOrThrow({ where: { id: asker.orgId } });
  const approved = row.state === "APPROVED";
  expect([!!org.verifiedAt, org.uscc, org.legalName]).toEqual(approved ? [true, uscc, "兰州黄河设计有限公司"] : [false, null, null]);
  expect(await db.transition.count({ where: { entityId: id } })).toBe(2);
  expect(await db.operatorAct.count({ where: { subjectId: asker.orgId } })).toBe(1);
});

test("one request waits at a time, for ten at once too; after a rejection one may ask again", async () => {
  const [asker, clerk] = [await person(), await operator()];
  const ask = () => requestRealName(asker.viewer, asker.orgId, { legalName: "韩梅梅", idNumber: someIdNumber(), files: [] });
  const answers = await Promise.allSettled(Array.from({ length: 10 }, ask));
  expect(answers.map(code).sort()).toEqual(["done", ...Array(9).fill("verificationPending")]);
  const id = answers.find((a) => a.status === "fulfilled")!.value;
  await decideRealName(clerk.viewer, id, reject);
  const again = await ask();
  await decideRealName(clerk.viewer, again, approve);
  await expect(ask()).rejects.toMatchObject({ code: "alreadyVerified" });
  const notices = await db.notice.findMany({ where: { userId: asker.userId }, select: { kind: true }, orderBy: { id: "asc" } });
  expect(notices.map((n) => n.kind)).toEqual(["people.notice.notVerified", "people.notice.verified"]);
});

test("a company code belongs to one organisation, also when two are approved at once", async () => {
  const [a, b, clerk] = [await company(), await company(), await operator()];
  const uscc = someUscc();
  const ids = [
    await requestRealName(a.viewer, a.orgId, { legalName: "甲公司", idNumber: uscc, files: [] }),
    await requestRealName(b.viewer, b.orgId, { legalName: "乙公司", idNumber: uscc, files: [] }),
  ];
  const answers = await Promise.allSettled(ids.map((id) => decideRealName(clerk.viewer, id, approve)));
  expect(answers.map(code).sort()).toEqual(["done", "usccTaken"]);
  expect(await db.organisation.count({ where: { uscc } })).toBe(1);
});
