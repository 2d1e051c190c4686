import { coverFen } from "#app/deposits/deposit.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Deposit } from "../../../generated/prisma/client.ts";
import type { DepositPromise } from "../../../generated/prisma/enums.ts";

/** Up to how much may still be claimed on a contract, by promise: what a form says beforehand and what the claim is held to. */
export async function coverLeft(on: Pick<Tx, "depositClaim">, deposit: Deposit, contractId: string) {
  const paid = await on.depositClaim.groupBy({
    by: ["promise"],
    where: { contractId, depositId: deposit.id },
    _sum: { paidFen: true },
  });
  return (promise: DepositPromise) => coverFen(deposit, paid.find((one) => one.promise === promise)?._sum.paidFen ?? 0n);
}
