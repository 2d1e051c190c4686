import { db } from "#app/db.server.ts";
import { formatFen } from "#app/i18n/format.ts";
import type { Movement } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { Tx } from "#app/transact.server.ts";

/*
 * Lives of money, printed as the accountant reads them. Each story is posted for real and rolled back, so that it can be told without
 * the payments and contracts around it.
 */
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
export const [M, EMPLOYER, PROVIDER, C, CREATOR, BACKER, D] = [id(1), id(2), id(3), id(4), id(5), id(6), id(7)];
const names: Record<string, string> = {
  [M]: "M",
  [EMPLOYER]: "employer",
  [PROVIDER]: "provider",
  [C]: "C",
  [CREATOR]: "creator",
  [BACKER]: "backer",
  [D]: "D",
};
const named = (key: string) => key.replace(/[0-9a-f]{8}-.*$/, (uuid) => names[uuid] ?? uuid);

export async function story(movements: Movement[]): Promise<string> {
  let told = "";
  const rollBack = new Error("told");
  const telling = db.$transaction(async (tx) => {
    for (const [i, movement] of movements.entries()) await post(tx as Tx, movement, new Date(i * 1000));
    await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
    told = await print(tx as Tx);
    throw rollBack;
  });
  await telling.catch((error) => {
    if (error !== rollBack) throw error;
  });
  return told;
}

async function print(tx: Tx): Promise<string> {
  const entries = await tx.ledgerEntry.findMany({
    orderBy: { id: "asc" },
    select: { amountFen: true, account: { select: { key: true } }, tx: { select: { id: true, kind: true } } },
  });
  const balances = await tx.$queryRaw<{ key: string; fen: bigint }[]>`
    SELECT a.key, sum(CASE a.side WHEN 'DEBIT' THEN b."debitFen" - b."creditFen" ELSE b."creditFen" - b."debitFen" END)::bigint AS fen
      FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id GROUP BY a.key ORDER BY a.key`;
  let last: bigint | null = null;
  const lines = entries.map(({ tx: of, account, amountFen }) => {
    const first = of.id !== last;
    last = of.id;
    const amount = formatFen(amountFen < 0n ? -amountFen : amountFen).padStart(11);
    const sides = amountFen > 0n ? `${amount}            ` : `            ${amount}`;
    return `${(first ? of.kind : "").padEnd(20)}${named(account.key).padEnd(31)}${sides}`.trimEnd();
  });
  const rest = balances.filter(({ fen }) => fen !== 0n).map(({ key, fen }) => `= ${named(key).padEnd(48)}${formatFen(fen).padStart(11)}`);
  return `\n${[...lines, ...rest].join("\n")}\n`;
}
