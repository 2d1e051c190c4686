import { db } from "#app/db.server.ts";
import { formatDateTime, formatFen } from "#app/i18n/format.ts";
import type { CardCase } from "#app/payments/card-dispute.ts";

const say = (at: Date | null) => (at ? formatDateTime(at) : "");
const MOST = 17_000;
const cut = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)} …` : text);

/**
 * What the records here say for a stage that was paid by a card: what was signed and by whom, what was delivered and accepted when, and
 * what both sides wrote. In the language of the bank's forms.
 */
export async function stageCase(milestoneId: string): Promise<CardCase | null> {
  const stage = await db.milestone.findUnique({
    where: { id: milestoneId },
    include: {
      items: { orderBy: { ord: "asc" } },
      deliveries: { orderBy: { round: "asc" }, include: { answers: true } },
      contract: {
        select: {
          id: true,
          title: true,
          endedAt: true,
          versionHash: true,
          employerId: true,
          providerId: true,
          employer: { select: { name: true } },
          provider: { select: { name: true } },
          signatures: { select: { side: true, at: true, userId: true } },
        },
      },
    },
  });
  if (!stage) return null;
  const { contract } = stage;
  const signer = contract.signatures.find((one) => one.side === "EMPLOYER");
  const [payer, messages] = await Promise.all([
    signer ? db.user.findUnique({ where: { id: signer.userId }, select: { name: true, email: true } }) : null,
    db.message.findMany({
      where: { contractId: contract.id },
      orderBy: { id: "desc" },
      take: 60,
      select: { at: true, orgId: true, text: true },
    }),
  ]);
  const names = { [contract.employerId]: contract.employer.name, [contract.providerId]: contract.provider.name };
  const log = [
    ...contract.signatures.map(
      (one) => `${say(one.at)} Contract signed by the ${one.side.toLowerCase()} (text sha256 ${contract.versionHash}).`,
    ),
    `${say(stage.fundedAt)} Payment received for this stage.`,
    stage.workingAt ? `${say(stage.workingAt)} Work began.` : "",
    ...stage.deliveries.map((one) => `${say(one.at)} Delivery ${one.round}: ${one.note}`),
    stage.acceptedAt
      ? `${say(stage.acceptedAt)} ${stage.acceptedByRule ? "Accepted by rule after reminders." : "Accepted by the employer."}`
      : "",
    stage.releasedFen > 0n ? `${formatFen(stage.releasedFen)} was released to the provider.` : "",
    stage.refundedFen > 0n ? `${formatFen(stage.refundedFen)} was refunded to the payer.` : "",
    messages.length > 0 ? "Messages, the latest first:" : "",
    ...messages.map((one) => `${say(one.at)} ${names[one.orgId] ?? ""}: ${one.text}`),
  ];
  return {
    kind: "service",
    title: `${contract.title} · ${stage.title}`,
    href: `/contracts/${contract.id}`,
    payer: contract.employer.name,
    orgIds: [contract.employerId, contract.providerId],
    evidence: {
      product_description: cut(
        [
          `Stage "${stage.title}" of the contract "${contract.title}" between ${contract.employer.name} (payer) and ${contract.provider.name}, ${formatFen(stage.amountFen)}.`,
          "Agreed acceptance items:",
          ...stage.items.map((item) => `- ${item.text}`),
        ].join("\n"),
      ),
      customer_name: payer?.name ?? contract.employer.name,
      customer_email_address: payer?.email ?? "",
      service_date: say(stage.acceptedAt ?? stage.submittedAt),
      refund_policy_disclosure:
        "The payment is held until the work is accepted. Before the release the payer can agree on a refund or open a dispute in the product; both are explained in the contract, which the payer signed.",
      refund_refusal_explanation:
        stage.releasedFen > 0n
          ? "The work was delivered and accepted, and the payment was released to the provider as the contract says."
          : stage.submittedAt
            ? "The work was delivered. The payer can accept it, ask for changes or open a dispute in the product, and did not end the stage there."
            : "",
      cancellation_policy_disclosure:
        "The payer may end the contract at any time in the product: what is accepted stays paid, the stage under way is paid by the share that is done, and everything else is refunded by the original route.",
      cancellation_rebuttal: contract.endedAt ? "" : "The payer did not end the contract in the product.",
      access_activity_log: cut(log.filter(Boolean).join("\n")),
      uncategorized_text: "",
    },
  };
}
