import type { ContractBody, ContractFilter, ContractState } from "#app/contracts/contract.ts";
import { sideOf } from "#app/contracts/lock.server.ts";
import { takeBackBar } from "#app/contracts/milestones/milestone.ts";
import { providerLastAt } from "#app/contracts/milestones/take-back.server.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { can, orgIdsOf, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

const mine = (viewer: Viewer) => ({ OR: [{ employerId: { in: orgIdsOf(viewer) } }, { providerId: { in: orgIdsOf(viewer) } }] });
/** Parties see their contracts; operators may look at all. */
const visible = (viewer: Viewer, id: string) => (viewer.operator ? { id } : { id, ...mine(viewer) });

export type ContractPage = NonNullable<Awaited<ReturnType<typeof contractPage>>>;
export type StageView = ContractPage["stages"][number];

/** Everything that the contract's page shows to this viewer, or null. */
export async function contractPage(viewer: Viewer, contractId: string) {
  const contract = await db.contract.findFirst({
    where: visible(viewer, contractId),
    select: {
      id: true,
      taskId: true,
      state: true,
      title: true,
      priceFen: true,
      acceptDays: true,
      versionHash: true,
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
    },
  });
  if (!contract) return null;
  const side = sideOf(viewer, contract);
  const [stages, payee, now] = await Promise.all([
    stagesOf(contractId),
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
    now,
    suspended: contract.task.state === "SUSPENDED",
    payeeReady: payee?.payable === true,
    mayAct: orgId !== null && can(viewer, orgId, "contract:act"),
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
  items: { select: { id: true, text: true }, orderBy: { ord: "asc" } },
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
    select: { id: true, amountFen: true, state: true, side: true, openedAt: true, toProviderFen: true, toEmployerFen: true },
  },
  remittances: {
    orderBy: { id: "asc" },
    take: 50,
    select: { id: true, kind: true, amountFen: true, state: true, retryAt: true, doneAt: true },
  },
} as const;

async function stagesOf(contractId: string) {
  const stages = await db.milestone.findMany({ where: { contractId }, orderBy: { ord: "asc" }, select: stageSelect });
  const files = await filesOf(
    "delivery",
    stages.flatMap((s) => s.deliveries.map((d) => d.id)),
  );
  return stages.map((stage) => ({ ...stage, deliveries: stage.deliveries.map((d) => ({ ...d, files: files.get(d.id) ?? [] })) }));
}

/** What was signed, with both signatures, or null. */
export async function contractText(viewer: Viewer, contractId: string) {
  const contract = await db.contract.findFirst({
    where: visible(viewer, contractId),
    select: {
      id: true,
      title: true,
      body: true,
      versionHash: true,
      createdAt: true,
      signatures: { select: { side: true, at: true, userId: true } },
    },
  });
  if (!contract) return null;
  const users = await db.user.findMany({
    where: { id: { in: contract.signatures.map((s) => s.userId) } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map((u) => [u.id, u.name]));
  return {
    ...contract,
    body: contract.body as ContractBody,
    signatures: contract.signatures.map(({ userId, ...s }) => ({ ...s, name: names.get(userId) ?? "" })),
  };
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
          fundBy: true,
          fundedAt: true,
          dueAt: true,
          acceptBy: true,
          changesDueAt: true,
          coolingUntilAt: true,
          refunds: { where: { state: "PROPOSED" }, select: { side: true } },
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
  (await db.delivery.count({ where: { id: deliveryId, milestone: { contract: viewer.operator ? {} : mine(viewer) } } })) > 0;
export const seesMessage = async (viewer: Viewer | null, messageId: string) =>
  viewer !== null && (await db.message.count({ where: { id: messageId, contract: viewer.operator ? {} : mine(viewer) } })) > 0;

/** A payment into one of this contract's stages, for the employer's people only. */
export async function paymentOf(viewer: Viewer, contractId: string, intentId: string) {
  const intent = await db.pspIntent.findFirst({
    where: { id: intentId, purpose: "fund-milestone", orgId: { in: orgIdsOf(viewer) } },
    select: { id: true, refId: true },
  });
  if (!intent) return null;
  const stage = await db.milestone.findFirst({
    where: { id: intent.refId, contractId },
    select: { id: true, amountFen: true, state: true, contract: { select: { title: true } } },
  });
  if (!stage) return null;
  return {
    intentId: intent.id,
    contractId,
    title: stage.contract.title,
    stage: { id: stage.id, amountFen: stage.amountFen },
    waiting: stage.state === "AWAITING_FUNDING",
  };
}
