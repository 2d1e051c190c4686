import { db } from "#app/db.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { promises } from "#app/deposits/deposit.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import { viewerAgain } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { payBond } from "#app/tasks/bond/pay-bond.server.ts";
import { fillIn, openAccount } from "./make-contracts.ts";
import type { Party, Town } from "./make-people.ts";
import type { Timeline } from "./timeline.ts";

const ways: Record<string, string>[] = [
  { method: "card", number: "4242 4242 4242 4242", expiry: "12/34", cvc: "123", name: "CHEN ZHIYUAN" },
  { method: "alipay" },
  { method: "wechat_pay" },
];

async function payAt(intentId: string, who: Party, title: string, way: number) {
  const address = await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/deposit/paid/${intentId}` });
  await fillIn(address, { email: who.email, ...ways[way % ways.length]! });
  const state = await finalise(intentId, purposes);
  if (state !== "SUCCEEDED") throw new Error(`the payment of ${title} is ${state}`);
}

/** The employer puts a bond on a draft, at the till's own page. */
export async function putBond(employer: Party, taskId: string, number: number) {
  const { intentId, title } = await payBond(employer.viewer, taskId);
  await payAt(intentId, employer, title, number);
}

/** Providers of each tier. The two demo providers stand behind all three promises. */
const tiers = [9_000_00n, 3_000_00n, 3_000_00n, 3_000_00n, 1_000_00n, 9_000_00n] as const;

export function makeDeposits(town: Town, line: Timeline) {
  const { demo } = town;
  const others = town.providers.filter((p) => p.verified && p !== demo.provider && p !== demo.rival);
  const payers = [demo.provider, demo.rival, ...others].slice(0, tiers.length);
  for (const [i, payer] of payers.entries())
    line.at(-50 + i * 0.3, async () => {
      const tierFen = tiers[i]!;
      const chosen = tierFen === 1_000_00n ? [promises[i % 3]!] : [...promises];
      const { intentId } = await payDeposit(payer.viewer, { orgId: payer.orgId, tierFen, promises: chosen });
      await payAt(intentId, payer, "诚信保证金", i);
    });
  const leaving = payers.at(-2)!;
  line.at(-1.2, () => askExit(leaving.viewer, leaving.orgId));
  line.at(-8, () => claimOn(town, payers, line, true));
  line.at(-4.5, () => claimOn(town, payers, line, false));
}

/** An employer of finished work claims on a promise: once it is decided and paid, once the operator still has to decide. */
async function claimOn(town: Town, payers: readonly Party[], line: Timeline, decided: boolean) {
  const contract = await db.contract.findFirst({
    where: {
      state: "COMPLETED",
      employerId: { in: town.employers.map((e) => e.orgId) },
      provider: { deposits: { some: { kind: "PROVIDER", state: "HELD", promises: { has: "WARRANTY" } } } },
      claims: { none: {} },
    },
    orderBy: { endedAt: "asc" },
    select: { id: true, employerId: true, providerId: true },
  });
  if (!contract) return;
  const employer = town.employers.find((e) => e.orgId === contract.employerId)!;
  const provider = payers.find((p) => p.orgId === contract.providerId)!;
  const claimId = await fileClaim(await viewerAgain(employer.userId, employer.orgId), contract.id, {
    promise: "WARRANTY",
    amount: decided ? 1_000_00n : 800_00n,
    reason: decided
      ? "验收后第二周发现导出的报表合计有误，三次联系对方都答复“排期中”，至今没有修复，我们另请他人修改花费 1,000 元。"
      : "交付的后台在更新浏览器后无法登录，按约定应在三个月内免费修复，对方要求另外收费。",
    files: [],
  });
  line.at(decided ? -7.5 : -4, () =>
    answerClaim(provider.viewer, claimId, {
      answer: decided
        ? "报表口径在验收后由雇主调整过，但合计错误确实是我们的问题，愿意承担部分费用。"
        : "该问题由雇主自行升级服务器引起，不属于交付物缺陷。附升级前后的记录。",
      files: [],
    }),
  );
  if (!decided) return;
  line.at(-6.5, async () => {
    await decideClaim(town.operator.viewer, claimId, {
      amount: 600_00n,
      decision: "合计错误属于交付缺陷，服务商未在合理时间内修复，违反售后承诺；口径调整部分由雇主自行承担，酌定赔付 600 元。",
    });
    if (!(await isPayable(employer.orgId))) await openAccount(employer);
  });
}
