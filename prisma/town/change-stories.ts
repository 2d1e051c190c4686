import { agreeChange } from "#app/contracts/changes/agree-change.server.ts";
import { answerChange } from "#app/contracts/changes/answer-change.server.ts";
import { termsOf, type Wanted } from "#app/contracts/changes/change-order.ts";
import { counterChange } from "#app/contracts/changes/counter-change.server.ts";
import { proposeChange } from "#app/contracts/changes/propose-change.server.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import { agreeEnding } from "#app/contracts/ending/agree-ending.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import { stateDone } from "#app/contracts/ending/state-done.server.ts";
import { rejectInvoice } from "#app/contracts/invoices/reject-invoice.server.ts";
import { submitInvoice } from "#app/contracts/invoices/submit-invoice.server.ts";
import { db } from "#app/db.server.ts";
import { offerRest } from "#app/tasks/award/offer-rest.server.ts";
import { accept, type Deal, deliver, fund, stage, work } from "./make-contracts.ts";
import { upload } from "./make-people.ts";
import { delivered, running, type Story } from "./stories.ts";

type Stage = Wanted["stages"][number];
const HOUR = 1 / 24;

/** The contract as it is, with alterations of its stages by their number. */
async function wanted({ id }: Deal, note: string, stages: Record<number, Partial<Stage>>, more: Partial<Wanted> = {}) {
  const { body, versionHash } = await db.contract.findUniqueOrThrow({ where: { id }, select: { body: true, versionHash: true } });
  const terms = termsOf(body as ContractBody);
  const kept = terms.stages.map(({ amountFen, ...one }) => ({ ...one, amount: BigInt(amountFen), drop: false, ...stages[one.ord] }));
  return { versionHash, form: { scope: terms.scope, invoiceFirst: terms.invoiceFirst, note, added: [], ...more, stages: kept } };
}

const offer = (orderId: string) => db.changeOffer.findFirstOrThrow({ where: { orderId }, orderBy: { n: "desc" } });
const agree = async (deal: Deal, by: "employer" | "provider", orderId: string) => {
  const viewer = by === "employer" ? deal.posted.employer.viewer : deal.provider.viewer;
  await agreeChange(viewer, { orderId, offerHash: (await offer(orderId)).hash, agree: "on" });
};

/** A training as a stage of its own, for which the last stage takes longer. Trades of one stage have no later one. */
async function proposeMore(deal: Deal): Promise<string> {
  const last = await db.milestone.findFirstOrThrow({
    where: { contractId: deal.id },
    orderBy: { ord: "desc" },
    include: { items: { orderBy: { ord: "asc" } } },
  });
  const { versionHash, form } = await wanted(
    deal,
    "沟通中增加了一次现场培训，最后一个阶段相应延长两天；培训单列一个阶段，完成后单独验收。",
    { [last.ord]: { days: last.days + 2, items: [...last.items.map((item) => item.text), "提供培训课件与签到表"] } },
    {
      scope: "培训在园区会议室进行，一次两小时，参加人数不超过 20 人。",
      added: [{ title: "现场培训", amount: 80_000n, days: 3, items: ["完成两小时现场培训"] }],
    },
  );
  return proposeChange(deal.provider.viewer, { contractId: deal.id, baseHash: versionHash, ...form });
}

/** A contract under way and what became of a change of it. */
export const changed = (fate: "agreed" | "rejected" | "open" | "countered" | "expired" | "raised") => (story: Story) =>
  running(story, (deal, day) => {
    const { line } = story;
    line.at(day, () => work(deal, 1));
    if (fate === "agreed" || fate === "rejected" || fate === "expired")
      line.at(day + 1, async () => {
        const orderId = await proposeMore(deal);
        if (fate === "agreed") line.at(day + 1.5, () => agree(deal, "employer", orderId));
        if (fate === "rejected") line.at(day + 1.5, () => answerChange(deal.posted.employer.viewer, orderId, "REJECTED"));
      });
    if (fate === "open") line.at(-0.7, async () => void (await proposeMore(deal)));
    if (fate === "countered")
      line.at(-1.2, async () => {
        const orderId = await proposeMore(deal);
        line.at(-0.6, async () => {
          const { form } = await wanted(
            deal,
            "培训可以增加，工期不变，培训费用希望控制在 500 元。",
            {},
            {
              added: [{ title: "现场培训", amount: 50_000n, days: 3, items: ["完成两小时现场培训", "提供课件"] }],
            },
          );
          await counterChange(deal.posted.employer.viewer, { orderId, offerHash: (await offer(orderId)).hash, ...form });
        });
      });
    if (fate === "raised")
      line.at(-0.9, async () => {
        const { amountFen } = await stage(deal, 1);
        const more = amountFen + amountFen / 5n;
        const { versionHash, form } = await wanted(deal, "数据量比约定多出约两成，第一阶段金额相应增加。", { 1: { amount: more } });
        const orderId = await proposeChange(deal.provider.viewer, { contractId: deal.id, baseHash: versionHash, ...form });
        line.at(-0.5, () => agree(deal, "employer", orderId));
      });
  });

/**
 * The employer ends a contract under way; the provider states how much is done. Handed: its first stage was accepted, and the best standby is
 * offered what is left.
 */
export const ended = (fate: "agreed" | "asked" | "stated" | "handed") => (story: Story) =>
  running(story, (deal, day) => {
    const { line } = story;
    const over = fate === "agreed" || fate === "handed";
    const at = over ? day + 2 : -1;
    const reason = "产品方向调整，后续工作不再需要，已完成的部分照付。";
    const [handed, ord] = fate === "handed" ? [true, 2] : [false, 1];
    line.at(day, () => work(deal, 1));
    if (handed) {
      line.at(day + 0.5, () => deliver(deal, 1));
      line.at(day + 0.8, () => accept(deal, 1));
      line.at(day + 1, () => fund(deal, 2));
      line.at(day + 1.2, () => work(deal, 2));
    }
    line.at(at, () => endContract(deal.posted.employer.viewer, { contractId: deal.id, reason }));
    if (fate === "asked") return;
    line.at(at + 0.4, async () => {
      const { id } = await db.ending.findFirstOrThrow({ where: { contractId: deal.id }, select: { id: true } });
      const statement = "调研与框架稿已完成并上传，细节稿完成约一半，源文件在留言附件中。";
      await stateDone(deal.provider.viewer, { endingId: id, percent: 60, statement });
      if (over)
        line.at(at + 1, async () => {
          const { amountFen } = await stage(deal, ord);
          await agreeEnding(deal.posted.employer.viewer, { endingId: id, percent: 60, restFen: String(amountFen) });
          if (handed) line.at(-0.6, () => offerRest(deal.posted.employer.viewer, deal.posted.id));
        });
    });
  });

/** A released stage with its invoice; the first one was rejected for its title. */
export const invoiced = (fate: "submitted" | "rejected") => (story: Story) =>
  delivered(story, (deal, day) => {
    const { line } = story;
    line.at(day + 1, () => accept(deal, 1));
    line.at(day + 7, async () => {
      const id = await invoice(deal, day + 7, `25442000000${String(story.number).padStart(9, "0")}`);
      if (fate === "rejected")
        line.at(day + 7 + 8 * HOUR, () =>
          rejectInvoice(deal.posted.employer.viewer, { invoiceId: id, reason: "购买方税号少了一位，请核对开票信息后重开。" }),
        );
    });
  });

async function invoice(deal: Deal, day: number, number: string): Promise<string> {
  const { id, releasedFen } = await stage(deal, 1);
  const file = await upload(
    deal.provider.viewer,
    "数电发票.pdf",
    Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
  );
  const issuedOn = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
  return submitInvoice(deal.provider.viewer, { milestoneId: id, number, issuedOn, amount: releasedFen, files: [file] });
}
