import type { Side } from "#app/contracts/contract.ts";
import type { LockedDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { type NoticeContent, notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Params } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

type News = { kind: NoticeContent["kind"]; params?: Params };
type About = Pick<LockedDispute, "contract" | "dispute">;

const orgOf = ({ contract }: About, side: Side) => (side === "EMPLOYER" ? contract.employerId : contract.providerId);

/** Tells one side of a dispute, or both, with a link to its page; open pages run their loaders again. */
export async function tellSides(tx: Tx, about: About, sides: readonly Side[], { kind, params }: News, now: Date) {
  const { contract, dispute } = about;
  const href = `/contracts/${contract.id}/disputes/${dispute.id}`;
  for (const side of sides)
    await notifyOrg(tx, orgOf(about, side), "contract:act", { kind, params: { title: contract.title, ...params }, href }, now);
  tellContract(tx, contract);
}
export const bothSides: readonly Side[] = ["EMPLOYER", "PROVIDER"];

/** Tells the operators that a dispute waits for one of them. */
export async function tellDesk(tx: Tx, { contract, dispute }: About, { kind, params }: News, now: Date, subject?: string) {
  const href = `/desk/disputes/${dispute.id}`;
  await notifyOperators(tx, { kind, params: { title: contract.title, ...params }, href, ...(subject ? { subject } : {}) }, now);
}
