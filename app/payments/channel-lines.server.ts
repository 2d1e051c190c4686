import { db } from "#app/db.server.ts";
import { dayOf } from "#app/payments/day-statement/day.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import { appNow } from "#app/transact.server.ts";

/** The channel's journal, kept line by line as it is read: each line once, whoever reads it. What a line means is asked of the rows. */
const PAGE = 100;
type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

export const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);

/** One page of the journal, the newest line first. */
export const pageOfLines = (created: Range, after: string | null) =>
  stripe.balanceTransactions.list({ created, limit: PAGE, expand: ["data.source"], ...(after ? { starting_after: after } : {}) });

/** Reads a stretch of the journal and keeps what is not kept yet. */
export async function keepLines(created: Range): Promise<void> {
  for (let after: string | null = null; ; ) {
    const { data, has_more }: Stripe.ApiList<Stripe.BalanceTransaction> = await pageOfLines(created, after);
    await db.channelLine.createMany({ data: rowsOf(data, await appNow()), skipDuplicates: true });
    const last = data.at(-1);
    if (!has_more || !last) return;
    after = last.id;
  }
}

export const newestLine = async () => (await stripe.balanceTransactions.list({ limit: 1 })).data[0]?.id ?? null;

export const rowsOf = (lines: readonly Stripe.BalanceTransaction[], readAt: Date) =>
  lines.map((line) => {
    const at = new Date(line.created * 1000);
    return {
      id: line.id,
      type: line.type,
      category: line.reporting_category,
      amountFen: BigInt(line.amount),
      feeFen: BigInt(line.fee),
      netFen: BigInt(line.net),
      currency: line.currency,
      source: typeof line.source === "string" ? line.source : (line.source?.id ?? line.id),
      about: aboutOf(line.source),
      at,
      day: dayOf(at),
      readAt,
    };
  });

/** A reversal is of its transfer and a dispute of its charge; what we asked for ourselves names its intent. */
function aboutOf(source: Stripe.BalanceTransaction["source"]): string | null {
  if (source === null || typeof source === "string") return null;
  const { transfer, charge, metadata } = source as { transfer?: Named; charge?: Named; metadata?: Stripe.Metadata | null };
  if (source.object === "transfer_reversal") return idOf(transfer);
  if (source.object === "dispute") return idOf(charge);
  return metadata?.intent_id ?? null;
}

type Named = string | { id: string } | null;
const idOf = (named: Named | undefined) => (typeof named === "object" ? (named?.id ?? null) : (named ?? null));
