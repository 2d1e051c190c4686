import { db } from "#app/db.server.ts";
import { coverFen, heldFen } from "#app/deposits/deposit.ts";
import { type ExitBars, exitBars, mayLeave } from "#app/deposits/standing/exit-time.server.ts";
import { disputesAbout } from "#app/payments/card-dispute-queries.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import { can, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** What the pages of deposits read; the viewer's own organisations only. */

/** A provider's own deposit, what holds it when it wants to leave, and the claims on it. */
export async function standingPage(viewer: Viewer, orgId: string) {
  const org = viewer.orgs.find((one) => one.id === orgId);
  if (!org) return null;
  const [row, now] = await Promise.all([db.deposit.findFirst({ where: { orgId, kind: "PROVIDER", state: { not: "CLOSED" } } }), appNow()]);
  const held = row && row.paidFen > 0n ? row : null;
  const bars: ExitBars | null = held?.state === "LEAVING" ? await exitBars(db, held.id) : null;
  return {
    org: { id: org.id, name: org.name, verified: org.verified },
    mayPay: can(viewer, orgId, "pay:approve"),
    deposit: held && {
      state: held.state,
      tierFen: held.tierFen,
      promises: held.promises,
      paidFen: held.paidFen,
      returnedFen: held.returnedFen,
      forfeitedFen: held.forfeitedFen,
      chargedBackFen: held.chargedBackFen,
      heldFen: heldFen(held),
      coverFen: coverFen(held),
      heldAt: held.heldAt,
      fillBy: held.fillBy,
    },
    bars: bars && { ...bars, free: mayLeave(bars, now) },
    disputes: held ? await disputesAbout("deposit", [held.id]) : [],
    claims: await claimsAgainst(orgId),
    money: await moneyOf(orgId),
    payable: await isPayable(orgId),
  };
}
export type StandingPage = NonNullable<Awaited<ReturnType<typeof standingPage>>>;

const claimsAgainst = (orgId: string) =>
  db.depositClaim.findMany({
    where: { deposit: { orgId } },
    orderBy: { id: "desc" },
    take: 20,
    select: { id: true, promise: true, amountFen: true, paidFen: true, state: true, filedAt: true, contract: { select: { title: true } } },
  });

/** The last sums that moved between an organisation and deposits, its own and others': the latest first. */
async function moneyOf(orgId: string) {
  const about = { kind: true, orgId: true, task: { select: { id: true, title: true } } } as const;
  const [payments, sums] = await Promise.all([
    db.depositPayment.findMany({
      where: { deposit: { orgId }, state: "PAID" },
      orderBy: { id: "desc" },
      take: 30,
      select: { id: true, amountFen: true, paidAt: true, deposit: { select: about } },
    }),
    db.depositRemittance.findMany({
      where: { OR: [{ orgId }, { deposit: { orgId } }] },
      orderBy: { id: "desc" },
      take: 30,
      select: {
        id: true,
        orgId: true,
        cause: true,
        kind: true,
        state: true,
        amountFen: true,
        repaidFen: true,
        createdAt: true,
        deposit: { select: about },
      },
    }),
  ]);
  const prefix = (kind: string) => (kind === "INTENT" ? ("INTENT_" as const) : ("" as const));
  const paidIn = payments.map(({ id, amountFen, paidAt, deposit }) => ({
    id,
    at: paidAt!,
    what: `${prefix(deposit.kind)}paidIn` as const,
    sign: -1 as -1 | 1,
    amountFen,
    repaidFen: 0n,
    title: deposit.task?.title ?? null,
    way: null as "REFUND" | "TRANSFER" | null,
    state: null as "PENDING" | "READY" | "SENDING" | "DONE" | "STUCK" | null,
  }));
  const out = sums.map(({ id, orgId: to, cause, kind, state, amountFen, repaidFen, createdAt, deposit }) => {
    const mine = to === orgId;
    const what = `${prefix(deposit.kind)}${mine && cause === "FORFEIT" ? "received" : cause}` as const;
    // How a sum reaches somebody else is between us and them.
    const way = mine ? kind : null;
    const sign = (mine ? 1 : -1) as -1 | 1;
    const own = { way, state: mine ? state : null, repaidFen: mine ? repaidFen : 0n };
    return { id, at: createdAt, what, sign, amountFen, title: deposit.task?.title ?? null, ...own };
  });
  return [...paidIn, ...out].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, 30);
}

/** A payment as its payer sees it on the way back from the till. */
export async function depositPayment(viewer: Viewer, intentId: string) {
  const intent = await db.pspIntent.findFirst({
    where: { id: intentId, purpose: "pay-deposit", orgId: { in: viewer.orgs.map((o) => o.id) } },
    select: { id: true, refId: true, amountFen: true },
  });
  if (!intent) return null;
  const payment = await db.depositPayment.findUniqueOrThrow({
    where: { id: intent.refId },
    select: { deposit: { select: { orgId: true, taskId: true } } },
  });
  return { intentId, paymentId: intent.refId, amountFen: intent.amountFen, ...payment.deposit };
}

/** Whether what was paid is here, or went straight back. */
export const wasWanted = async (paymentId: string) =>
  (await db.depositPayment.findUniqueOrThrow({ where: { id: paymentId }, select: { state: true } })).state === "PAID";
