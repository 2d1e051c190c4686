import { openChanges } from "#app/contracts/changes/change-order.ts";
import { changesOf, raiseOfIntent, versionsOf } from "#app/contracts/changes/queries.server.ts";
import type { ContractFilter, ContractState } from "#app/contracts/contract.ts";
import { withBank } from "#app/contracts/disputes/ended-by-bank.server.ts";
import { seesHandover } from "#app/contracts/handover.server.ts";
import { invoicesOf } from "#app/contracts/invoices/queries.server.ts";
import { sideOf } from "#app/contracts/lock.server.ts";
import { takeBackBar } from "#app/contracts/milestones/milestone.ts";
import { providerLastAt } from "#app/contracts/milestones/take-back.server.ts";
import { mine, visibleContract } from "#app/contracts/visible.server.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { can, mayGoOn, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

export type ContractPage = NonNullable<Awaited<ReturnType<typeof contractPage>>>;
export type StageView = ContractPage["stages"][number];

/** Everything that the contract's page shows to this viewer, or null. */
export async function contractPage(viewer: Viewer, contractId: string) {
  const contract = await db.contract.findFirst({
    where: visibleContract(viewer, contractId),
    select: {
      id: true,
      taskId: true,
      state: true,
      title: true,
      priceFen: true,
      acceptDays: true,
      versionHash: true,
      version: true,
      invoiceFirst: true,
      signBy: true,
      fundBy: true,
      endedAt: true,
      endReason: true,
      createdAt: true,
      employerId: true,
      providerId: true,
      employer: { select: { id: true, name: true, verifiedAt: true } },
      provider: { select: { id: true, name: true, verifiedAt: true } },
      task: { select: { state: true } },
      signatures: { select: { side: true, at: true } },
      endings: {
        orderBy: { id: "desc" },
        take: 1,
        select: {
          id: true,
          milestoneId: true,
          state: true,
          reason: true,
          percent: true,
          statement: true,
          answer: true,
          wishPercent: true,
          answerBy: true,
          disputeId: true,
          toProviderFen: true,
          toEmployerFen: true,
        },
      },
    },
  });
  if (!contract) return null;
  const side = sideOf(viewer, contract);
  const [stages, changes, papers, payee, now] = await Promise.all([
    stagesOf(contractId),
    changesOf(contractId),
    invoicesOf(contractId, contract.employerId),
    db.payee.findUnique({ where: { orgId: contract.providerId }, select: { payable: true } }),
    appNow(),
  ]);
  const orgId = side === "EMPLOYER" ? contract.employerId : side === "PROVIDER" ? contract.providerId : null;
  const working = stages.find((s) => s.state === "WORKING");
  const bar = working && side === "EMPLOYER" ? takeBackBar(working, await providerLastAt(db, contract, working), now) : null;
  return {
    ...contract,
    side,
    stages,
    changes,
    ...papers,
    now,
    suspended: contract.task.state === "SUSPENDED",
    payeeReady: payee?.payable === true,
    mayAct: orgId !== null && mayGoOn(viewer, orgId, "contract:act"),
    mayBegin: orgId !== null && can(viewer, orgId, "contract:act"),
    mayPay: side === "EMPLOYER" && can(viewer, contract.employerId, "pay:approve"),
    takeBack: working && side === "EMPLOYER" ? { bar: bar?.bar ?? null, until: bar?.until ?? null } : null,
  };
}

const stageSelect = {
  id: true,
  ord: true,
  title: true,
  amountFen: true,
  days: true,
  state: true,
  releasedFen: true,
  refundedFen: true,
  disputedFen: true,
  loweredFen: true,
  extraRounds: true,
  cardFrozenFen: true,
  round: true,
  payMethod: true,
  fundBy: true,
  fundedAt: true,
  workingAt: true,
  dueAt: true,
  formalNoticeAt: true,
  submittedAt: true,
  acceptBy: true,
  changesDueAt: true,
  acceptedAt: true,
  acceptedByRule: true,
  coolingUntilAt: true,
  endedAt: true,
  items: { select: { id: true, text: true, retiredAt: true }, orderBy: { ord: "asc" } },
  deliveries: {
    orderBy: { round: "desc" },
    select: {
      id: true,
      round: true,
      note: true,
      at: true,
      changesText: true,
      changesAt: true,
      answers: { select: { itemId: true, answer: true, failed: true } },
    },
  },
  refunds: {
    orderBy: { id: "desc" },
    take: 10,
    select: { id: true, amountFen: true, reason: true, state: true, side: true, createdAt: true },
  },
  disputes: {
    orderBy: { id: "desc" },
    take: 20,
    select: { id: true, amountFen: true, state: true, side: true, openedAt: true, dueAt: true, toProviderFen: true, toEmployerFen: true },
  },
  remittances: {
    orderBy: { id: "asc" },
    take: 50,
    select: { id: true, kind: true, amountFen: true, keptFen: true, state: true, retryAt: true, doneAt: true },
  },
} as const;

async function stagesOf(contractId: string) {
  const stages = await db.milestone.findMany({ where: { contractId }, orderBy: { ord: "asc" }, select: stageSelect });
  const [files, disputes] = await Promise.all([
    filesOf(
      "delivery",
      stages.flatMap((s) => s.deliveries.map((d) => d.id)),
    ),
    withBank(stages.flatMap((s) => s.disputes)),
  ]);
  const known = new Map(disputes.map((dispute) => [dispute.id, dispute]));
  return stages.map((stage) => ({
    ...stage,
    disputes: stage.disputes.map(({ id }) => known.get(id)!),
    deliveries: stage.deliveries.map((d) => ({ ...d, files: files.get(d.id) ?? [] })),
  }));
}

/** What was signed: the wanted version (the latest without a wish) among all of them, or null. */
export async function contractText(viewer: Viewer, contractId: string, n: number | null) {
  const contract = await db.contract.findFirst({
    where: visibleContract(viewer, contractId),
    select: { id: true, title: true, version: true },
  });
  if (!contract) return null;
  const versions = await versionsOf(contractId);
  const shown = versions.find((version) => version.n === (n ?? contract.version));
  return shown ? { ...contract, shown, versions: versions.map(({ body, compared, ...version }) => version) } : null;
}

const PAGE = 20;
const statesOf: Record<ContractFilter, ContractState[] | null> = {
  open: ["SENT", "SIGNED", "ACTIVE", "PAUSED"],
  ended: ["COMPLETED", "TERMINATED"],
  all: null,
};

/** The viewer's contracts on either side, newest first, a keyset page at a time. */
export async function myContracts(viewer: Viewer, filter: ContractFilter, before: string | null) {
  const states = statesOf[filter];
  const rows = await db.contract.findMany({
    where: { ...mine(viewer), ...(states ? { state: { in: states } } : {}), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: {
      id: true,
      title: true,
      state: true,
      priceFen: true,
      signBy: true,
      fundBy: true,
      createdAt: true,
      employerId: true,
      providerId: true,
      employer: { select: { name: true } },
      provider: { select: { name: true } },
      signatures: { select: { side: true } },
      changes: { where: { state: { in: openChanges } }, select: { state: true, turn: true, answerBy: true, payBy: true } },
      endings: { where: { state: { in: ["ASKED", "STATED"] } }, select: { state: true, answerBy: true } },
      milestones: {
        orderBy: { ord: "asc" },
        select: {
          id: true,
          title: true,
          state: true,
          amountFen: true,
          releasedFen: true,
          refundedFen: true,
          disputedFen: true,
          cardFrozenFen: true,
          fundBy: true,
          fundedAt: true,
          dueAt: true,
          acceptBy: true,
          changesDueAt: true,
          coolingUntilAt: true,
          refunds: { where: { state: "PROPOSED" }, select: { side: true } },
          disputes: { where: { state: "OPENED" }, select: { side: true, state: true, dueAt: true } },
        },
      },
    },
  });
  const page = rows.slice(0, PAGE).map((row) => ({ ...row, side: sideOf(viewer, row) ?? ("EMPLOYER" as const) }));
  return { contracts: page, next: rows.length > PAGE ? page.at(-1)!.id : null };
}

const MESSAGES = 30;
/** Messages beside a contract, the newest page or the one before `before`; in the order of reading. The caller has checked the contract. */
export async function messagesOf(contractId: string, before: string | null) {
  const rows = await db.message.findMany({
    where: { contractId, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: MESSAGES + 1,
    select: { id: true, orgId: true, authorId: true, text: true, at: true },
  });
  const page = rows.slice(0, MESSAGES).reverse();
  const [files, authors] = await Promise.all([
    filesOf(
      "message",
      page.map((m) => m.id),
    ),
    db.user.findMany({ where: { id: { in: [...new Set(page.map((m) => m.authorId))] } }, select: { id: true, name: true } }),
  ]);
  const names = new Map(authors.map((a) => [a.id, a.name]));
  return {
    messages: page.map(({ authorId, ...m }) => ({ ...m, author: names.get(authorId) ?? "", files: files.get(m.id) ?? [] })),
    earlier: rows.length > MESSAGES ? page[0]!.id : null,
  };
}

/** What keeps an organisation from closing: living contracts and money still on its way. */
export async function openObligations(orgId: string): Promise<{ contracts: number; payments: number }> {
  const [contracts, payments] = await Promise.all([
    db.contract.count({
      where: { OR: [{ employerId: orgId }, { providerId: orgId }], state: { in: ["SENT", "SIGNED", "ACTIVE", "PAUSED"] } },
    }),
    db.remittance.count({ where: { orgId, state: { not: "DONE" } } }),
  ]);
  return { contracts, payments };
}

/** May this viewer download what is attached to a delivery or message? */
export const seesDelivery = async (viewer: Viewer | null, deliveryId: string) =>
  viewer !== null &&
  ((await db.delivery.count({ where: { id: deliveryId, milestone: { contract: viewer.operator ? {} : mine(viewer) } } })) > 0 ||
    (await seesHandover(viewer, deliveryId)));
export const seesMessage = async (viewer: Viewer | null, messageId: string) =>
  viewer !== null && (await db.message.count({ where: { id: messageId, contract: viewer.operator ? {} : mine(viewer) } })) > 0;

/** A payment into this contract (a stage, or what one became dearer by), for the employer's people only. */
export async function paymentOf(viewer: Viewer, contractId: string, intentId: string) {
  const intent = await db.pspIntent.findFirst({
    where: { id: intentId, purpose: { in: ["fund-milestone", "raise-milestone"] }, orgId: { in: orgIdsOf(viewer) } },
    select: { id: true, refId: true, purpose: true },
  });
  if (!intent) return null;
  const about =
    intent.purpose === "fund-milestone" ? await stagePayment(contractId, intent.refId) : await raiseOfIntent(contractId, intent.refId);
  return about && { intentId: intent.id, contractId, orderId: null, stageId: null, ...about };
}

async function stagePayment(contractId: string, stageId: string) {
  const stage = await db.milestone.findFirst({
    where: { id: stageId, contractId },
    select: { id: true, amountFen: true, state: true, contract: { select: { title: true } } },
  });
  return (
    stage && { title: stage.contract.title, stageId: stage.id, amountFen: stage.amountFen, waiting: stage.state === "AWAITING_FUNDING" }
  );
}
