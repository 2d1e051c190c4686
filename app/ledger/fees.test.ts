import { beforeEach, expect, test } from "vitest";
import { dealAt } from "#app/contracts/fixtures.ts";
import { days } from "#app/contracts/policy.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { plainCell, sheetResponse } from "#app/files/sheet.server.ts";
import { feesOf, sumsOf } from "#app/ledger/fees.server.ts";
import { boundsOf, Month, monthOf } from "#app/ledger/month.ts";
import { usualPeriods } from "#app/ledger/statement.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { Proposal } from "#app/people/desk/manual/manual.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

test("the fees of a month are the books' own, by whom they are invoiced to", async () => {
  const deal = await dealAt("ACCEPTED", { employer: await person(), provider: await person() });
  await setNow(new Date((await appNow()).getTime() + days(6)));
  await releaseMilestone(deal.stages[0]!);
  const month = monthOf(await appNow());
  const { orgId } = deal.provider;
  const lines = await feesOf({ ...boundsOf(month), orgId });
  expect(lines.map((line) => [line.orgId, line.feeFen, line.stage])).toEqual([[orgId, 25_000n, "第 1 步"]]);
  await db.organisation.update({ where: { id: orgId }, data: { invoiceTitle: "=SUM(A1)" } });
  const [sum] = sumsOf(await feesOf({ ...boundsOf(month), orgId }));
  expect(sum).toMatchObject({ title: "=SUM(A1)", count: 1, feeFen: 25_000n });
  expect(await feesOf({ ...boundsOf("2020-02"), orgId })).toEqual([]);
  const all = await feesOf({ ...boundsOf(month), orgId: null });
  expect(all.find((line) => line.txId === lines[0]!.txId)).toMatchObject({ orgId, feeFen: 25_000n });
});

test("a fee that operators gave back by hand is a negative line of its payer, and lessens the invoice", async () => {
  const deal = await dealAt("ACCEPTED", { employer: await person(), provider: await person() });
  await setNow(new Date((await appNow()).getTime() + days(6)));
  await releaseMilestone(deal.stages[0]!);
  const { orgId } = deal.provider;
  const [clerk, other] = [await operator(), await operator()];
  const form = {
    kind: "ADJUSTMENT" as const,
    act: "feeReturned" as const,
    amount: 5_000n,
    reference: "2026-071",
    reason: "费率算错，退回差额",
  };
  expect(Proposal.safeParse({ ...form, amount: "50", orgId: "" }).success).toBe(false);
  const actId = await proposeManual(clerk.viewer, { ...form, orgId }, settler);
  const of = { ...boundsOf(monthOf(await appNow())), orgId };
  expect(await feesOf(of)).toHaveLength(1);
  await approveManual(other.viewer, { actId, decision: "" }, { settler, purposes });
  const lines = await feesOf(of);
  expect(lines.map((line) => [line.feeFen, line.about])).toEqual([
    [25_000n, expect.any(String)],
    [-5_000n, form.reason],
  ]);
  expect(sumsOf(lines)).toMatchObject([{ orgId, count: 2, feeFen: 20_000n }]);
});

test("no cell of a file is taken for a formula", async () => {
  expect(["=1", "+1", "-1+2", "@a", "-12.50", "12"].map(plainCell)).toEqual(["'=1", "'+1", "'-1+2", "'@a", "-12.50", "12"]);
  const csv = await sheetResponse([["a"], ["=HYPERLINK(1)"]], "csv", { name: "x", sheet: "x" });
  expect(await csv.text()).toContain("'=HYPERLINK(1)");
  const xlsx = await sheetResponse([["a"], ["b"]], "xlsx", { name: "x", sheet: "x" });
  expect(new Uint8Array(await xlsx.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
});

test("months and periods are Beijing's", () => {
  expect(monthOf(new Date("2026-11-30T16:00:00Z"))).toBe("2026-12");
  expect(boundsOf("2026-12").until.toISOString()).toBe("2026-12-31T16:00:00.000Z");
  expect(Month.safeParse("2026-13").success).toBe(false);
  expect(usualPeriods(new Date("2026-02-10T00:00:00Z")).map((p) => [p.from, p.to])).toEqual([
    ["2026-02-01", "2026-02-28"],
    ["2026-01-01", "2026-01-31"],
    ["2026-01-01", "2026-03-31"],
    ["2026-01-01", "2026-12-31"],
  ]);
});
