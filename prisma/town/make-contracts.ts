import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { fundMilestone } from "#app/contracts/milestones/fund-milestone.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { postMessage } from "#app/contracts/post-message.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { db } from "#app/db.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { acceptAward } from "#app/tasks/award/accept-award.server.ts";
import { awardBid } from "#app/tasks/award/award-bid.server.ts";
import { type Party, type Town, upload } from "./make-people.ts";
import { bestBid, type Posted, partyOf } from "./make-tasks.ts";
import { cover } from "./pictures.ts";

export type Deal = { id: string; posted: Posted; provider: Party };

/** The best ranked bid is chosen. */
export async function award(town: Town, posted: Posted): Promise<Party> {
  const best = await bestBid(posted.id);
  await awardBid(posted.employer.viewer, posted.id, { bidId: best.id, reason: "" });
  return partyOf(town, best.providerId);
}

/** The chosen provider accepts, and the contract is there to be signed. */
export async function agree(town: Town, posted: Posted): Promise<Deal> {
  const offer = await db.award.findFirstOrThrow({
    where: { taskId: posted.id, state: "OFFERED" },
    select: { id: true, bid: { select: { providerId: true } } },
  });
  const provider = partyOf(town, offer.bid.providerId);
  const { contractId } = await acceptAward(provider.viewer, offer.id);
  return { id: contractId, posted, provider };
}

export async function sign({ id, posted, provider }: Deal, ...sides: ("employer" | "provider")[]) {
  const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id }, select: { versionHash: true } });
  for (const side of sides)
    await signContract(side === "employer" ? posted.employer.viewer : provider.viewer, { contractId: id, versionHash });
}

export const stage = ({ id }: Deal, ord: number) =>
  db.milestone.findUniqueOrThrow({ where: { contractId_ord: { contractId: id, ord } }, include: { items: { orderBy: { ord: "asc" } } } });

const payWays: Record<string, string>[] = [
  { method: "alipay" },
  { method: "card", number: "4242 4242 4242 4242", expiry: "12/34", cvc: "123", name: "MA XIAOWEN" },
  { method: "wechat_pay" },
];

/** The employer pays a stage at the till's own page, as in a browser. */
export async function fund(deal: Deal, ord: number) {
  const { posted } = deal;
  const milestone = await stage(deal, ord);
  const { intentId, title } = await fundMilestone(posted.employer.viewer, milestone.id);
  const address = await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/contracts/${deal.id}/paid?intent=${intentId}` });
  await fillIn(address, { email: posted.employer.email, ...payWays[(posted.number + ord) % payWays.length]! });
  const state = await finalise(intentId, purposes);
  if (state !== "SUCCEEDED") throw new Error(`the payment of ${posted.task.title} is ${state}`);
}

/** Sends a form of the outside world's pages; a wallet's question on the way is answered with yes. */
export async function fillIn(address: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  if (answer.status !== 303 && answer.status !== 302) throw new Error(`${new URL(address).pathname} answered ${answer.status}`);
  const next = new URL(answer.headers.get("location") ?? "", address);
  if (next.pathname.endsWith("/confirm")) await fillIn(next.href, { answer: "complete" });
}

/** A provider opens an account that can receive money. */
export async function openAccount(provider: Party) {
  const name = provider.viewer.orgs.find((o) => o.id === provider.orgId)!.name;
  await fillIn(await onboardingUrl(provider.viewer, provider.orgId), { name, bank: "中国银行", number: "6217009876543210" });
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: provider.orgId }, select: { accountId: true } });
  await refreshPayee(accountId);
}

export async function work(deal: Deal, ord: number) {
  await startWork(deal.provider.viewer, (await stage(deal, ord)).id);
}

/** The provider delivers with a picture and an answer to each item. */
export async function deliver(
  deal: Deal,
  ord: number,
  note = "本阶段成果已全部上传，请按验收项逐条查看；源文件在压缩包中，有问题随时联系。",
) {
  const milestone = await stage(deal, ord);
  const picture = await upload(
    deal.provider.viewer,
    "阶段成果.png",
    await cover(deal.provider.trade[0] ?? "design", deal.posted.number + 50),
  );
  await submitDelivery(deal.provider.viewer, {
    milestoneId: milestone.id,
    note,
    answers: milestone.items.map((item) => ({ itemId: item.id, answer: `已完成：${item.text}。见附件与说明。` })),
    files: [picture],
  });
}

export async function accept(deal: Deal, ord: number) {
  await acceptDelivery(deal.posted.employer.viewer, (await stage(deal, ord)).id);
}

const talk = [
  ["employer", "您好，合同已签，周五前能先看一版吗？"],
  ["provider", "可以，周四下午发初稿，您重点看一下范围部分。"],
  ["employer", "收到，有一处参数我们内部再确认，明天回复您。"],
  ["provider", "好的，不影响其他部分推进。"],
] as const;

/** A few lines beside the contract. */
export async function chat({ id, posted, provider }: Deal, lines: number = talk.length) {
  for (const [side, text] of talk.slice(0, lines))
    await postMessage(side === "employer" ? posted.employer.viewer : provider.viewer, { contractId: id, text, files: [] });
}
