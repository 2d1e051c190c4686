import { beforeEach, describe, expect, it } from "vitest";
import { agree, propose } from "#app/contracts/changes/fixtures.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { type Deal, dealAt, fund, stageOf } from "#app/contracts/fixtures.ts";
import { seesInvoice } from "#app/contracts/invoices/queries.server.ts";
import { rejectInvoice } from "#app/contracts/invoices/reject-invoice.server.ts";
import { submitInvoice } from "#app/contracts/invoices/submit-invoice.server.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { days } from "#app/contracts/policy.ts";
import { releaseMilestone } from "#app/contracts/settlement/release-milestone.server.ts";
import { db } from "#app/db.server.ts";
import { isOfd, judge } from "#app/files/receive.server.ts";
import { type Known, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { setNow, setOffset } from "#sandbox/clock.ts";

const pass = async (ms: number) => setNow(new Date((await appNow()).getTime() + ms));
const tick = async (line: keyof typeof contractsDue) => contractsDue[line](await appNow());
const no = (code: string) => expect.objectContaining({ code });
const fresh = async () => ({ employer: await person(), provider: await person() });
let last = 0;
const number = () => `2544${String(++last).padStart(16, "0")}`;
const today = async () => new Date((await appNow()).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

async function paper(of: Known, mime = "application/pdf") {
  const row = { name: "发票.pdf", mime, sizeBytes: 9, sha256: "0".repeat(64), storageKey: crypto.randomUUID(), createdAt: await appNow() };
  return (await db.file.create({ data: { ...row, ownerId: of.userId }, select: { id: true } })).id;
}
const submit = async (deal: Deal, more: { number?: string; amount?: bigint; issuedOn?: string; mime?: string } = {}) =>
  submitInvoice(deal.provider.viewer, {
    milestoneId: deal.stages[0]!,
    number: more.number ?? number(),
    issuedOn: more.issuedOn ?? (await today()),
    amount: more.amount ?? 500_000n,
    files: [await paper(deal.provider, more.mime)],
  });

async function released(wanted: Awaited<ReturnType<typeof fresh>> & { invoiceFirst?: boolean; later?: boolean }) {
  const deal = await dealAt("SUBMITTED", wanted);
  if (wanted.later) await agree(deal.provider, await propose(deal, deal.employer, { invoiceFirst: true }));
  await acceptDelivery(deal.employer.viewer, deal.stages[0]!);
  await pass(days(2));
  await db.milestone.update({ where: { id: deal.stages[0]! }, data: { coolingUntilAt: await appNow() } });
  await releaseMilestone(deal.stages[0]!);
  return deal;
}

beforeEach(() => setOffset(0));

describe("an invoice", () => {
  it("is over exactly what was released and has none yet; both sides see it, strangers do not", async () => {
    const deal = await released(await fresh());
    await expect(submit(deal, { amount: 475_000n })).rejects.toEqual(no("invoiceAmount"));
    await expect(submit(deal, { issuedOn: "2099-01-01" })).rejects.toEqual(no("invoiceDate"));
    await expect(submit(deal, { mime: "application/zip" })).rejects.toEqual(no("invoiceFile"));
    await expect(submit({ ...deal, provider: deal.employer })).rejects.toEqual(no("notAllowed"));
    const id = await submit(deal);
    await expect(submit(deal)).rejects.toEqual(no("invoiceAmount"));
    const seen = [deal.employer, deal.provider, await person()].map((who) => seesInvoice(who.viewer, id));
    expect(await Promise.all(seen)).toEqual([true, true, false]);
    expect(await seesInvoice(null, id)).toBe(false);
  });

  it("rejected with a reason frees its sum and its number", async () => {
    const deal = await released(await fresh());
    const mine = number();
    const id = await submit(deal, { number: mine });
    await expect(rejectInvoice(deal.provider.viewer, { invoiceId: id, reason: "抬头有误" })).rejects.toEqual(no("notAllowed"));
    await rejectInvoice(deal.employer.viewer, { invoiceId: id, reason: "抬头有误，请重开" });
    await expect(rejectInvoice(deal.employer.viewer, { invoiceId: id, reason: "抬头有误，请重开" })).rejects.toEqual(no("wrongState"));
    await submit(deal, { number: mine });
  });

  it("is rejected once, however many of the employer's windows say so at the same moment", async () => {
    const deal = await released(await fresh());
    const invoiceId = await submit(deal);
    const said = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => rejectInvoice(deal.employer.viewer, { invoiceId, reason: `抬头有误，请重开 ${i}` })),
    );
    expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of said) if (one.status === "rejected") expect(one.reason).toEqual(no("wrongState"));
    const { reason } = await db.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
    const steps = await db.transition.findMany({ where: { entityId: invoiceId, to: "REJECTED" } });
    expect(steps.map((step) => step.reason)).toEqual([reason]);
    expect(await db.notice.count({ where: { userId: deal.provider.userId, kind: "contracts.notice.invoiceRejected" } })).toBe(1);
    await submit(deal);
  });

  it("of one seller carries its number once, also from two contracts at the same moment", async () => {
    const both = await fresh();
    const deals = [await released(both), await released(both)];
    const mine = number();
    const results = await Promise.allSettled(deals.map((deal) => submit(deal, { number: mine })));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "invoiceNumber" } });
  });

  it.each([
    ["invoiceFirst", "signed"],
    ["later", "changed"],
  ])("is asked for before the next stage, where the contract as %s (%s) says so: nobody is late meanwhile", async (agreed) => {
    const deal = await released({ ...(await fresh()), [agreed]: true });
    await expect(fundMilestone(deal.employer.viewer, deal.stages[1]!)).rejects.toEqual(no("invoicesMissing"));
    await pass(days(12));
    await tick("pauseUnfunded");
    expect((await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } })).state).toBe("ACTIVE");
    const leave = { contractId: deal.contractId, reason: "一直没有托管" };
    await expect(endContract(deal.provider.viewer, leave)).rejects.toEqual(no("invoicesMissing"));
    await submit(deal);
    expect((await stageOf(deal, 1)).fundBy!.getTime()).toBeGreaterThan((await appNow()).getTime() + days(2));
    await fund(deal, 1);
    expect((await stageOf(deal, 1)).state).toBe("FUNDED");
    const free = await released(await fresh());
    await fundMilestone(free.employer.viewer, free.stages[1]!);
  });

  it("that is rejected again and again neither renews the time to pay nor keeps the provider from leaving", async () => {
    const deal = await released({ ...(await fresh()), invoiceFirst: true });
    const reject = (invoiceId: string) => rejectInvoice(deal.employer.viewer, { invoiceId, reason: "抬头有误，请重开" });
    await reject(await submit(deal));
    const { fundBy } = await stageOf(deal, 1);
    await pass(days(9));
    const again = await submit(deal);
    expect((await stageOf(deal, 1)).fundBy).toEqual(fundBy);
    await reject(again);
    await expect(fundMilestone(deal.employer.viewer, deal.stages[1]!)).rejects.toEqual(no("invoicesMissing"));
    const leave = { contractId: deal.contractId, reason: "一直没有托管" };
    await expect(endContract(deal.provider.viewer, leave)).rejects.toEqual(no("mayNotLeaveYet"));
    await pass(days(2));
    await endContract(deal.provider.viewer, leave);
    expect((await stageOf(deal, 1)).state).toBe("CANCELLED");
  });

  it("may be an OFD or XML by its bytes, whatever its name", async () => {
    const entry = (name: string) => {
      const head = Buffer.alloc(46);
      head.writeUInt32LE(0x02014b50);
      head.writeUInt16LE(name.length, 28);
      return Buffer.concat([head, Buffer.from(name)]);
    };
    expect([isOfd(entry("OFD.xml")), isOfd(entry("Doc/OFD.xml")), isOfd(Buffer.from("OFD.xml"))]).toEqual([true, false, false]);
    const xml = new TextEncoder().encode('<?xml version="1.0" encoding="UTF-8"?><EInvoice/>');
    expect((await judge(xml, "a.txt")).mime).toBe("application/xml");
  });
});
