import { db } from "#app/db.server.ts";
import { formatDateTime, formatFen } from "#app/i18n/format.ts";
import type { CardCase } from "#app/payments/card-dispute.ts";

const say = (at: Date | null) => (at ? formatDateTime(at) : "");

/** What the records here say for a deposit or a bond that was paid by a card. In the language of the bank's forms. */
export async function depositCase(depositId: string): Promise<CardCase | null> {
  const deposit = await db.deposit.findUnique({
    where: { id: depositId },
    include: {
      org: { select: { name: true } },
      task: { select: { title: true } },
      payments: { where: { state: "PAID" }, orderBy: { id: "asc" } },
      remittances: { orderBy: { id: "asc" } },
    },
  });
  if (!deposit) return null;
  const { org, task } = deposit;
  const what = task
    ? `The employer's intent bond for the task "${task.title}": it goes back when a provider is chosen and paid, or when nobody bids; otherwise it is shared among the bidders.`
    : "The provider's standing deposit: it stands for the provider's promises towards employers and goes back on request once nothing can be claimed any more.";
  const log = [
    ...deposit.payments.map((one) => `${say(one.paidAt)} ${formatFen(one.amountFen)} was paid in.`),
    deposit.exitAskedAt ? `${say(deposit.exitAskedAt)} The depositor asked for it back.` : "",
    ...deposit.remittances.map((one) =>
      one.cause === "RETURN"
        ? `${say(one.createdAt)} ${formatFen(one.amountFen)} was given back to the depositor.`
        : `${say(one.createdAt)} ${formatFen(one.amountFen)} was paid to whom the promise protected.`,
    ),
  ];
  return {
    kind: "service",
    title: task ? task.title : org.name,
    href: "/desk/deposits",
    payer: org.name,
    orgIds: [deposit.orgId],
    evidence: {
      product_description: what,
      customer_name: org.name,
      service_date: say(deposit.heldAt),
      refund_policy_disclosure:
        "When it goes back and when it does not is said on the page before it is paid, and on the deposit's own page at all times.",
      refund_refusal_explanation:
        deposit.exitAskedAt || task ? "" : "The depositor can ask for it back in the product at any time and did not.",
      access_activity_log: log.filter(Boolean).join("\n"),
    },
  };
}
