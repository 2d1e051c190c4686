import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { answerProposal } from "#app/contracts/disputes/answer-proposal.server.ts";
import { appealDispute, waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import { decideAppeal, decideDispute } from "#app/contracts/disputes/decide-dispute.server.ts";
import { splitByShare } from "#app/contracts/disputes/dispute.ts";
import { makeOffer } from "#app/contracts/disputes/make-offer.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { proposeSplit } from "#app/contracts/disputes/propose-split.server.ts";
import { recordFiling } from "#app/contracts/disputes/record-filing.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import { db } from "#app/db.server.ts";
import { accept, type Deal, stage } from "./make-contracts.ts";
import { upload } from "./make-people.ts";
import { cover } from "./pictures.ts";
import { delivered, type Story } from "./stories.ts";

/** How far a dispute of the town has come. */
type Fate =
  | "opened"
  | "silent"
  | "withdrawn"
  | "answered"
  | "negotiating"
  | "settled"
  | "mediation"
  | "proposed"
  | "panel"
  | "decided"
  | "filed"
  | "appealed"
  | "final"
  | "executed";
const order: Fate[] = ["negotiating", "mediation", "proposed", "panel", "decided", "appealed", "final"];
const reached = (fate: Fate, step: Fate) => {
  const at = fate === "filed" || fate === "executed" ? "decided" : fate;
  return order.indexOf(at) >= order.indexOf(step);
};

/** A delivered stage of which the employer disputes a part, a day after the delivery; then as far as its fate says. */
export const disputed = (fate: Fate) => (story: Story) =>
  delivered(story, (deal, day) => {
    story.line.at(day + 1, async () => {
      const id = await open(deal);
      if (fate === "withdrawn") story.line.at(day + 2.5, () => withdrawDispute(deal.posted.employer.viewer, id));
      if (fate !== "opened" && fate !== "silent" && fate !== "withdrawn")
        story.line.at(day + 2, () => talk(story, deal, id, { fate, day: day + 2 }));
    });
    // What is not disputed is accepted meanwhile.
    if (fate === "executed" || fate === "settled") story.line.at(day + 1.5, () => accept(deal, 1));
  });

async function open(deal: Deal) {
  const milestone = await stage(deal, 1);
  const { employer, task, number } = deal.posted;
  const amount = (milestone.amountFen * 40n) / 100n;
  const picture = await upload(employer.viewer, "对照截图.png", await cover(task.category.split(".")[0] ?? "design", number + 7));
  return openDispute(employer.viewer, {
    milestoneId: milestone.id,
    amount,
    wanted: (amount * 3n) / 4n,
    items: milestone.items.slice(0, 1).map((item) => item.id),
    reason: "第一项只完成了一部分：说明文档缺少两章，两次沟通后仍未补齐，申请对未完成部分暂停放款。",
    files: [picture],
  });
}

const dueOf = async ({ line }: Story, id: string) =>
  line.daysAt((await db.dispute.findUniqueOrThrow({ where: { id }, select: { dueAt: true } })).dueAt!);
const HOUR = 1 / 24;
/** What would come after the present has not happened yet: a deadline that a weekend moved may push a story that far. */
const past = ({ line }: Story, day: number, act: () => Promise<unknown>) => {
  if (day < -HOUR) line.at(day, async () => void (await act()));
};

async function talk(story: Story, deal: Deal, id: string, { fate, day }: { fate: Fate; day: number }) {
  const { line } = story;
  const [employer, provider] = [deal.posted.employer.viewer, deal.provider.viewer];
  const text = "两章内容在源文件第三部分，交付说明中已写明；雇主所指的版本是初稿。附当时的确认记录。";
  await respond(provider, { disputeId: id, share: 90, text, files: [] });
  if (fate === "answered") return;
  past(story, day + 0.4, () => makeOffer(employer, { disputeId: id, share: 40 }));
  past(story, day + 0.8, () => makeOffer(provider, { disputeId: id, share: 75 }));
  if (fate === "settled") {
    past(story, day + 1.2, async () => {
      const offer = await db.disputeOffer.findFirstOrThrow({ where: { disputeId: id, side: "PROVIDER" }, orderBy: { id: "desc" } });
      await acceptOffer(employer, { disputeId: id, offerId: offer.id });
    });
    return;
  }
  if (!reached(fate, "mediation")) return;
  const end = await dueOf(story, id);
  if (end < -HOUR) line.turn(end + HOUR / 60);
  if (reached(fate, "proposed")) past(story, end + 10 * HOUR, () => mediate(story, deal, id, { fate, day: end + 10 * HOUR }));
}

async function mediate(story: Story, deal: Deal, id: string, { fate, day }: { fate: Fate; day: number }) {
  const { town } = story;
  const [employer, provider] = [deal.posted.employer.viewer, deal.provider.viewer];
  const text = "两章确有初稿，但未按约定的结构成文，建议按完成约六成分配，余下由雇主另行安排。";
  await proposeSplit(town.operator.viewer, { disputeId: id, share: 60, text });
  past(story, day + 3 * HOUR, () => answerProposal(provider, { disputeId: id, answer: "agree" }));
  if (!reached(fate, "panel")) return;
  past(story, day + 6 * HOUR, () => answerProposal(employer, { disputeId: id, answer: "refuse" }));
  if (reached(fate, "decided")) past(story, day + 16 * HOUR, () => decide(story, deal, id, { fate, day: day + 16 * HOUR }));
}

async function decide(story: Story, deal: Deal, id: string, { fate, day }: { fate: Fate; day: number }) {
  const { town } = story;
  const [employer, provider] = [deal.posted.employer.viewer, deal.provider.viewer];
  const { amountFen } = await db.dispute.findUniqueOrThrow({ where: { id }, select: { amountFen: true } });
  const verdict = (share: number, decision: string) => {
    const split = splitByShare(amountFen, share);
    return { disputeId: id, toProvider: split.toProviderFen, toEmployer: split.toEmployerFen, decision };
  };
  await decideDispute(town.operator.viewer, verdict(60, "交付物完成约六成，按完成比例分配；未完成部分由雇主另行安排。"));
  if (fate === "executed")
    for (const [i, side] of [provider, employer].entries()) past(story, day + (4 + i) * HOUR, () => waiveAppeal(side, id));
  if (fate === "filed")
    past(story, day + 8 * HOUR, () =>
      recordFiling(employer, { disputeId: id, filedWith: "兰州仲裁委员会", number: "(2026)兰仲字第 0417 号" }),
    );
  if (!reached(fate, "appealed")) return;
  past(story, day + 10 * HOUR, async () => {
    const file = await upload(employer, "邮件往来.png", await cover("consulting", deal.posted.number));
    const appeal = { disputeId: id, text: "新找到双方 11 月的确认邮件，服务商书面承认两章未完成。", files: [file] };
    await appealDispute(employer, appeal);
  });
  if (reached(fate, "final"))
    past(story, day + 22 * HOUR, async () => {
      await decideAppeal(town.second.viewer, verdict(50, "新证据成立：两章未完成已获书面确认，改按五成分配。"));
    });
}
