import { otherSide, roleOf, type Side } from "#app/contracts/contract.ts";
import { mayGoOn, type Permission, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Locks a contract and reads it: whoever holds this lock is the only one who moves the contract, its milestones and their money. */
export async function lockContract(tx: Tx, contractId: string) {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "Contract" WHERE id = ${contractId}::uuid FOR UPDATE`;
  if (!locked) throw new Refusal("notFound");
  const contract = await tx.contract.findUniqueOrThrow({ where: { id: contractId }, omit: { body: true } });
  return { contract, now: await appNow(tx) };
}
/** While the platform reviews a task, its money neither comes in nor goes out. A decision about a dispute is the platform's own. */
export async function guardNotSuspended(tx: Tx, contract: { taskId: string }) {
  if ((await tx.task.count({ where: { id: contract.taskId, state: "SUSPENDED" } })) > 0) throw new Refusal("taskSuspended");
}

export type LockedContract = Awaited<ReturnType<typeof lockContract>>["contract"];

/** Locks a milestone after its contract. */
export async function lockMilestone(tx: Tx, milestoneId: string) {
  const found = await tx.milestone.findUnique({ where: { id: milestoneId }, select: { contractId: true } });
  if (!found) throw new Refusal("notFound");
  const { contract, now } = await lockContract(tx, found.contractId);
  await tx.$queryRaw`SELECT id FROM "Milestone" WHERE id = ${milestoneId}::uuid FOR UPDATE`;
  const milestone = await tx.milestone.findUniqueOrThrow({ where: { id: milestoneId } });
  return { contract, milestone, now };
}
export type LockedMilestone = Awaited<ReturnType<typeof lockMilestone>>["milestone"];

export type Party = { side: Side; orgId: string; otherOrgId: string; actor: Actor };
type Parties = { employerId: string; providerId: string };

/** Which side the viewer stands on; null for strangers. A contract's sides share nobody when it is made; who joins both later acts for the employer. */
export function sideOf(viewer: Viewer | null, contract: Parties): Side | null {
  const mine = (orgId: string) => viewer?.orgs.some((org) => org.id === orgId) ?? false;
  if (mine(contract.employerId)) return "EMPLOYER";
  return mine(contract.providerId) ? "PROVIDER" : null;
}

/** The viewer as a party who may do this in what is under way. A stranger learns nothing; the wrong side or role is refused. */
export function partyOf(viewer: Viewer, contract: Parties, permission: Permission = "contract:act", only?: Side): Party {
  const side = sideOf(viewer, contract);
  if (!side) throw new Refusal("notFound");
  const org = (s: Side) => (s === "EMPLOYER" ? contract.employerId : contract.providerId);
  if ((only && side !== only) || !mayGoOn(viewer, org(side), permission)) throw new Refusal("notAllowed");
  return { side, orgId: org(side), otherOrgId: org(otherSide(side)), actor: { userId: viewer.userId, role: roleOf(side) } };
}

/** An organisation that is suspended signs nothing and pays for nothing; what it began before goes on. */
export function guardMayBegin(viewer: Viewer, { orgId }: Pick<Party, "orgId">) {
  if (viewer.orgs.some((org) => org.id === orgId && org.suspended)) throw new Refusal("orgSuspended");
}
