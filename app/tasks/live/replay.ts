import { type ChainBid, canonicalJson, type Genesis } from "#app/tasks/live/auction.ts";
import { livePricePartMilli } from "#app/tasks/score.ts";

/**
 * The audit file of a room, and how anyone recomputes it: the same function runs in the browser of the replay page and in the tests. It
 * trusts nothing of the file but its settings: hashes, scores, ranks and extensions are worked out again.
 */
export type AuditBid = ChainBid & { hash: string; hashPrev: string };
export type AuditRound = {
  round: number;
  void: boolean;
  previousHead: string;
  genesis: Genesis;
  genesisHash: string;
  headHash: string;
  bids: AuditBid[];
};
export type AuditEvent = { kind: string; at: number; round: number; startAt?: number; gapMs?: number };
export type AuditFile = {
  format: "jincheng-auction-1";
  taskId: string;
  title: string;
  names: Record<number, string>;
  rounds: AuditRound[];
  events: AuditEvent[];
};

export type Standing = { bidId: string; label: number; priceFen: number; scoreMilli: number; rank: number; lastSeq: number };

const scoreOf = (genesis: Genesis, fixedMilli: number, priceFen: number) =>
  fixedMilli + livePricePartMilli(BigInt(priceFen), BigInt(genesis.budgetFen), BigInt(genesis.floorFen), genesis.weightPrice);

/** Better score first; at equal scores whoever had it earlier. */
const ranked = (rows: Omit<Standing, "rank">[]): Standing[] =>
  [...rows]
    .sort((a, b) => b.scoreMilli - a.scoreMilli || a.lastSeq - b.lastSeq || a.label - b.label)
    .map((row, i) => ({ ...row, rank: i + 1 }));

/** The table of a round, bid by bid: where everybody stands by the sealed prices, then after each bid that is entered. */
function table(genesis: Genesis) {
  const rows = new Map(
    genesis.bidders.map(({ bidId, label, fixedMilli, openingFen }) => [
      bidId,
      { fixedMilli, row: { bidId, label, priceFen: openingFen, scoreMilli: scoreOf(genesis, fixedMilli, openingFen), lastSeq: 0 } },
    ]),
  );
  return {
    standings: () => ranked([...rows.values()].map(({ row }) => row)),
    enter({ bidId, priceFen, seq }: ChainBid) {
      const found = rows.get(bidId);
      if (found) found.row = { ...found.row, priceFen, scoreMilli: scoreOf(genesis, found.fixedMilli, priceFen), lastSeq: seq };
    },
  };
}

/** Where everybody stood after the first `steps` bids of a round. */
export function standingsAfter({ genesis, bids }: Pick<AuditRound, "genesis" | "bids">, steps: number): Standing[] {
  const at = table(genesis);
  for (const bid of bids.slice(0, steps)) at.enter(bid);
  return at.standings();
}

/** What is wrong with a round, or null. `seq` 0 is its beginning. */
export type Fault = { seq: number; what: "hash" | "order" | "score" | "rank" | "end" | "step" };

export async function verifyRound(
  round: AuditRound,
  sha256: (text: string) => Promise<string>,
): Promise<{ hashes: string[]; fault: Fault | null }> {
  const { genesis, bids } = round;
  const hashes = [await sha256(round.previousHead + canonicalJson(genesis))];
  if (hashes[0] !== round.genesisHash) return { hashes, fault: { seq: 0, what: "hash" } };
  const at = table(genesis);
  let before = at.standings();
  let [end, extensions] = [0, 0];
  for (const [i, bid] of bids.entries()) {
    const { hash, hashPrev, ...link } = bid;
    const fault = (what: Fault["what"]) => ({ hashes, fault: { seq: i + 1, what } });
    if (bid.seq !== i + 1 || bid.round !== genesis.round || bid.taskId !== genesis.taskId) return fault("order");
    hashes.push(await sha256(hashes[i]! + canonicalJson(link)));
    if (hashPrev !== hashes[i] || hash !== hashes[i + 1]) return fault("hash");
    const was = before.find((row) => row.bidId === bid.bidId);
    if (!was || was.label !== bid.label) return fault("order");
    if (bid.priceFen > was.priceFen - genesis.minStepFen || bid.priceFen < genesis.floorFen) return fault("step");
    at.enter(bid);
    const after = at.standings();
    const is = after.find((row) => row.bidId === bid.bidId)!;
    if (is.scoreMilli !== bid.scoreMilli) return fault("score");
    if (is.rank !== bid.rank) return fault("rank");
    // The end moves only by a bid that changes ranks 1 to 3 within the last minutes; pauses move it too, between bids, and are events.
    const moved = bid.extensions - extensions;
    const may = bid.rank <= 3 && bid.rank < was.rank && bid.extensions <= genesis.maxExtensions;
    if (moved !== 0 && (moved !== 1 || !may || bid.endAt > bid.acceptedAt + genesis.extendMs)) return fault("end");
    if (moved === 0 && i > 0 && bid.endAt < end) return fault("end");
    [before, end, extensions] = [after, bid.endAt, bid.extensions];
  }
  if (hashes.at(-1) !== round.headHash) return { hashes, fault: { seq: bids.length, what: "hash" } };
  return { hashes, fault: null };
}
