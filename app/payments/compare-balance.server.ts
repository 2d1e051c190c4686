import { z } from "zod";
import { db } from "#app/db.server.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";
import { log } from "#app/log.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The channel's balance beside ours. While something is on its way the two may differ; when all is quiet they may not. */
export type Comparison = { oursFen: bigint; theirsFen: bigint; quiet: boolean; agrees: boolean; at: Date };

const Kept = z.object({ oursFen: z.string(), theirsFen: z.string(), quiet: z.boolean() });

export async function compareBalance(): Promise<Comparison> {
  const { pending, available } = await stripe.balance.retrieve();
  const theirsFen = [...pending, ...available].reduce((sum, part) => sum + (part.currency === "cny" ? BigInt(part.amount) : 0n), 0n);
  const ours = await balancesOf(["psp:pending:cny", "psp:available:cny"]);
  const oursFen = [...ours.values()].reduce((sum, fen) => sum + fen, 0n);
  const [{ busy }] = (await db.$queryRaw<{ busy: boolean }[]>`
    SELECT EXISTS (SELECT FROM "PspIntent" WHERE state IN ('SENDING', 'OPEN', 'UNKNOWN', 'PARKED') AND kind <> 'SETUP')
        OR EXISTS (SELECT FROM "FundingLot" WHERE "feeFen" IS NULL)
        OR EXISTS (SELECT FROM "PspInbox" WHERE "processedAt" IS NULL) AS busy`) as [{ busy: boolean }];
  const at = await appNow();
  const before = await lastComparison();
  const now: Comparison = { oursFen, theirsFen, quiet: !busy, agrees: oursFen === theirsFen, at };
  await transact(async (tx) => {
    const value = JSON.stringify({ oursFen: String(oursFen), theirsFen: String(theirsFen), quiet: !busy });
    await tx.pspCursor.upsert({ where: { name: "balance" }, create: { name: "balance", value, at }, update: { value, at } });
    const wasFine = !before || before.agrees || !before.quiet;
    if (now.quiet && !now.agrees && wasFine) await enqueue(tx, "tell-desk", { oursFen: String(oursFen), theirsFen: String(theirsFen) });
  });
  if (now.quiet && !now.agrees) log.error({ oursFen: String(oursFen), theirsFen: String(theirsFen) }, "the channel's balance is not ours");
  return now;
}

/** What the last comparison found; null before the first. */
export async function lastComparison(): Promise<Comparison | null> {
  const kept = await db.pspCursor.findUnique({ where: { name: "balance" } });
  if (!kept) return null;
  const { oursFen, theirsFen, quiet } = Kept.parse(JSON.parse(kept.value));
  return { oursFen: BigInt(oursFen), theirsFen: BigInt(theirsFen), quiet, agrees: oursFen === theirsFen, at: kept.at };
}
