import { type ChangeState, changeableContracts, differences, termsOf } from "#app/contracts/changes/change-order.ts";
import { readTerms } from "#app/contracts/changes/read-terms.server.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import { sideOf } from "#app/contracts/lock.server.ts";
import { visibleContract } from "#app/contracts/visible.server.ts";
import { db } from "#app/db.server.ts";
import { can, mayGoOn, type Viewer } from "#app/people/viewer.ts";

const KEPT = 20;
const isOpen = (state: ChangeState) => state === "PROPOSED" || state === "COUNTERED" || state === "FUNDING";

export type ChangeView = Awaited<ReturnType<typeof changesOf>>[number];
export type OfferView = ChangeView["offers"][number];

/** A contract's change orders, newest first, each offer with what it would change. The caller has checked the contract. */
export async function changesOf(contractId: string) {
  const [orders, versions] = await Promise.all([
    db.changeOrder.findMany({
      where: { contractId },
      orderBy: { id: "desc" },
      take: KEPT,
      select: {
        id: true,
        state: true,
        baseHash: true,
        turn: true,
        answerBy: true,
        payBy: true,
        raiseFen: true,
        createdAt: true,
        endedAt: true,
        offers: { orderBy: { n: "desc" }, take: KEPT, select: { n: true, side: true, note: true, body: true, hash: true, at: true } },
      },
    }),
    db.contractVersion.findMany({ where: { contractId }, orderBy: { n: "desc" }, take: KEPT + 1, select: { body: true, hash: true } }),
  ]);
  return orders.map(({ offers, baseHash, ...order }) => {
    const base = versions.find((version) => version.hash === baseHash)?.body as ContractBody | undefined;
    return {
      ...order,
      open: isOpen(order.state),
      offers: offers.map(({ body, ...offer }) => ({ ...offer, ...compared(base, body as ContractBody) })),
    };
  });
}

const compared = (base: ContractBody | undefined, body: ContractBody) => ({
  changes: base ? differences(termsOf(base), termsOf(body)) : [],
  totalBefore: base?.priceFen ?? body.priceFen,
  totalAfter: body.priceFen,
});

/** What the form of a proposal, or of a counter-offer to `orderId`, starts from. Null when there is nothing to propose on. */
export async function changeForm(viewer: Viewer, contractId: string, orderId: string | null) {
  const contract = await db.contract.findFirst({
    where: { ...visibleContract(viewer, contractId), state: { in: [...changeableContracts] } },
    select: { id: true, title: true, versionHash: true, employerId: true, providerId: true },
  });
  if (!contract) return null;
  const offer = orderId
    ? await db.changeOffer.findFirst({
        where: { orderId, order: { contractId } },
        orderBy: { n: "desc" },
        select: { hash: true, body: true, note: true },
      })
    : null;
  if (orderId && !offer) return null;
  const { terms, facts } = await readTerms(db, contract);
  const ownId = sideOf(viewer, contract) === "EMPLOYER" ? contract.employerId : contract.providerId;
  const shown = offer ? termsOf(offer.body as ContractBody) : terms;
  return {
    contract,
    /** Why the viewer cannot send it, as a refusal. */
    bar: can(viewer, ownId, "contract:act")
      ? null
      : mayGoOn(viewer, ownId, "contract:act")
        ? ("orgSuspended" as const)
        : ("notAllowed" as const),
    offerHash: offer?.hash ?? null,
    scope: shown.scope,
    invoiceFirst: shown.invoiceFirst,
    added: shown.stages.filter((stage) => !terms.stages.some((old) => old.ord === stage.ord)),
    stages: terms.stages.map((old) => ({
      ...old,
      ...shown.stages.find((stage) => stage.ord === old.ord),
      drop: !shown.stages.some((stage) => stage.ord === old.ord),
      fact: facts.find((fact) => fact.ord === old.ord) ?? null,
    })),
  };
}

/** Every version of a contract, newest first, with its signatures. The caller has checked the contract. */
export async function versionsOf(contractId: string) {
  const [versions, signatures] = await Promise.all([
    db.contractVersion.findMany({ where: { contractId }, orderBy: { n: "desc" }, take: 100 }),
    db.contractSignature.findMany({ where: { contractId }, select: { side: true, at: true, userId: true, versionHash: true } }),
  ]);
  const users = await db.user.findMany({ where: { id: { in: signatures.map((s) => s.userId) } }, select: { id: true, name: true } });
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? "";
  return versions.map(({ body, n, hash, at }, i) => {
    const before = versions[i + 1]?.body as ContractBody | undefined;
    return {
      n,
      hash,
      at,
      body: body as ContractBody,
      compared: before ? compared(before, body as ContractBody) : null,
      signatures: signatures
        .filter((s) => s.versionHash === hash)
        .map(({ userId, side, at: on }) => ({ side, at: on, name: nameOf(userId) })),
    };
  });
}

/** The payment of a raise, for the page that its payer comes back to. The caller has checked whose intent it is. */
export async function raiseOfIntent(contractId: string, orderId: string) {
  const order = await db.changeOrder.findFirst({
    where: { id: orderId, contractId },
    select: { id: true, state: true, raiseFen: true, contract: { select: { title: true } } },
  });
  return order && { title: order.contract.title, orderId: order.id, amountFen: order.raiseFen, waiting: order.state === "FUNDING" };
}
