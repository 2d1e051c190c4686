import type { ContractBody } from "#app/contracts/contract.ts";
import { hashOf } from "#app/contracts/hash.server.ts";
import { acceptDaysFor, policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { addWorkingTime } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";

export type NewContract = {
  taskId: string;
  bidId: string;
  employerId: string;
  providerId: string;
  title: string;
  priceFen: bigint;
  ipClause: ContractBody["ipClause"];
  acceptDays?: number;
  /** The task said so before anybody bid: released stages have their invoices before the next one is paid for. */
  invoiceFirst?: boolean;
  stages: { title: string; amountFen: bigint; days: number; items: string[] }[];
};

/**
 * Makes the contract of an award, ready for both signatures, inside the award's transaction. Nobody contracts with themselves: two
 * organisations that share a member are refused.
 */
export async function createContract(tx: Tx, input: NewContract, now: Date): Promise<string> {
  const sum = input.stages.reduce((total, stage) => total + stage.amountFen, 0n);
  if (input.stages.length === 0 || sum !== input.priceFen) throw new Error("the stages of a contract must sum to its price");
  await refuseSelfDealing(tx, input.employerId, input.providerId);
  const names = new Map(
    (
      await tx.organisation.findMany({
        where: { id: { in: [input.employerId, input.providerId] } },
        select: { id: true, name: true, legalName: true },
      })
    ).map((org) => [org.id, org.legalName ?? org.name]),
  );
  const acceptDays = clamp(input.acceptDays ?? acceptDaysFor(input.priceFen));
  const body: ContractBody = {
    form: 1,
    ...(input.invoiceFirst ? { invoiceFirst: true } : {}),
    title: input.title,
    employer: { id: input.employerId, name: names.get(input.employerId) ?? "" },
    provider: { id: input.providerId, name: names.get(input.providerId) ?? "" },
    priceFen: String(input.priceFen),
    ipClause: input.ipClause,
    acceptDays,
    includedRounds: policy.includedRounds,
    stages: input.stages.map((s) => ({ title: s.title, amountFen: String(s.amountFen), days: s.days, items: s.items })),
  };
  const contract = await tx.contract.create({
    data: {
      taskId: input.taskId,
      bidId: input.bidId,
      employerId: input.employerId,
      providerId: input.providerId,
      title: input.title,
      priceFen: input.priceFen,
      body,
      versionHash: hashOf(body),
      acceptDays,
      invoiceFirst: input.invoiceFirst ?? false,
      signBy: addWorkingTime(now, policy.signMs),
      createdAt: now,
    },
    select: { id: true, employerId: true, providerId: true, taskId: true, signBy: true, versionHash: true },
  });
  await tx.contractVersion.create({ data: { contractId: contract.id, n: 1, body, hash: contract.versionHash, at: now } });
  for (const [i, stage] of input.stages.entries())
    await tx.milestone.create({
      data: {
        contractId: contract.id,
        ord: i + 1,
        title: stage.title,
        amountFen: stage.amountFen,
        days: stage.days,
        items: { create: stage.items.map((text, ord) => ({ ord: ord + 1, text })) },
      },
    });
  await recordTransition(
    tx,
    { entity: "contract", entityId: contract.id, from: null, to: "SENT", verb: "createContract", actor: byClock },
    now,
  );
  const notice = {
    kind: "contracts.notice.toSign",
    params: { title: input.title, signByAt: contract.signBy.toISOString() },
    href: `/contracts/${contract.id}`,
  } as const;
  await notifyOrg(tx, input.employerId, "contract:act", notice, now);
  await notifyOrg(tx, input.providerId, "contract:act", notice, now);
  tellContract(tx, contract);
  return contract.id;
}

const clamp = (n: number) => Math.min(policy.maxAcceptDays, Math.max(policy.minAcceptDays, n));

/** The two sides of a deal may share nobody; else one person could pay themselves. */
export async function refuseSelfDealing(tx: Tx, employerId: string, providerId: string) {
  if (employerId === providerId) throw new Refusal("selfDealing");
  const members = await tx.member.findMany({ where: { orgId: employerId }, select: { userId: true } });
  const shared = await tx.member.count({ where: { orgId: providerId, userId: { in: members.map((m) => m.userId) } } });
  if (shared > 0) throw new Refusal("selfDealing");
}
