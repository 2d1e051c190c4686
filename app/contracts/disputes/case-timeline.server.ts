import type { Side } from "#app/contracts/contract.ts";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { db } from "#app/db.server.ts";
import type { FileItem } from "#app/files/file.ts";
import { filesOf } from "#app/files/link-files.server.ts";

/** Everything that bears on a case, in the order in which it happened. `key` is a message (contracts.dispute.event). */
export type CaseEvent = {
  id: string;
  at: Date;
  key: EventKey;
  who: Side | "DESK" | "CLOCK";
  text: string | null;
  toProviderFen: bigint | null;
  round?: number;
  files: FileItem[];
};
const moves = [
  "defaultDispute",
  "acceptOffer",
  "endNegotiation",
  "answerProposal",
  "endMediation",
  "hurryDispute",
  "waiveAppeal",
  "recordFiling",
  "executeDispute",
  "withdrawDispute",
  "endByBank",
] as const;
type MoveKey = (typeof moves)[number];
export type EventKey =
  | Exclude<MoveKey, "answerProposal">
  | "signed"
  | "funded"
  | "delivered"
  | "changes"
  | "accepted"
  | "message"
  | "opened"
  | "STATEMENT"
  | "RESPONSE"
  | "ABSENCE"
  | "APPEAL"
  | "offer"
  | "proposal"
  | "agreed"
  | "refused"
  | "decision"
  | "appealDecision";

const MESSAGES = 100;
const whoOf = { employer: "EMPLOYER", provider: "PROVIDER", operator: "DESK" } as const;

/** The caller has checked that the viewer may see this page. */
export async function caseTimeline(page: DisputePage, newestMessages = MESSAGES): Promise<CaseEvent[]> {
  const { contract } = page;
  const [transitions, messages] = await Promise.all([
    db.transition.findMany({
      where: { entity: "dispute", entityId: page.id, verb: { in: [...moves] } },
      orderBy: { id: "asc" },
      take: 200,
      select: { id: true, at: true, verb: true, to: true, actorRole: true, reason: true },
    }),
    db.message.findMany({
      where: { contractId: contract.id },
      orderBy: { id: "desc" },
      take: newestMessages,
      select: { id: true, at: true, orgId: true, text: true },
    }),
  ]);
  const sent = await filesOf(
    "message",
    messages.map((m) => m.id),
  );
  const events: CaseEvent[] = [...aboutTheStage(page), ...aboutTheCase(page)];
  for (const m of messages)
    events.push(event(m.id, m.at, "message", m.orgId === contract.employerId ? "EMPLOYER" : "PROVIDER", m.text, sent.get(m.id)));
  for (const move of transitions) {
    const who = whoOf[move.actorRole as keyof typeof whoOf] ?? "CLOCK";
    const answer = move.to === "PANEL" ? "refused" : "agreed";
    const key = move.verb === "answerProposal" ? answer : (move.verb as Exclude<MoveKey, "answerProposal">);
    events.push(event(`t${move.id}`, move.at, key, who, move.reason));
  }
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const event = (
  id: string,
  at: Date,
  key: EventKey,
  who: CaseEvent["who"],
  text: string | null = null,
  files: FileItem[] = [],
): CaseEvent => ({
  id,
  at,
  key,
  who,
  text,
  toProviderFen: null,
  files,
});

function aboutTheStage({ contract, milestone }: DisputePage): CaseEvent[] {
  const events = contract.signatures.map((s, i) => event(`signed-${i}`, s.at, "signed", s.side));
  if (milestone.fundedAt) events.push(event("funded", milestone.fundedAt, "funded", "EMPLOYER"));
  for (const d of milestone.deliveries) {
    const answers = milestone.items.map(
      (item, i) => `${i + 1}. ${item.text}: ${d.answers.find((a) => a.itemId === item.id)?.answer ?? ""}`,
    );
    events.push({ ...event(d.id, d.at, "delivered", "PROVIDER", [d.note, ...answers].join("\n"), d.files), round: d.round });
    if (d.changesAt) events.push({ ...event(`changes-${d.id}`, d.changesAt, "changes", "EMPLOYER", d.changesText), round: d.round });
  }
  if (milestone.acceptedAt)
    events.push(event("accepted", milestone.acceptedAt, "accepted", milestone.acceptedByRule ? "CLOCK" : "EMPLOYER"));
  return events;
}

function aboutTheCase(page: DisputePage): CaseEvent[] {
  const opened = event("opened", page.openedAt, "opened", page.openedBySide, page.reason, page.files);
  const events = [opened, ...page.evidence.map((e) => event(e.id, e.at, e.kind, e.side, e.text, e.files))];
  for (const o of page.offers) events.push({ ...event(o.id, o.at, "offer", o.side), toProviderFen: o.toProviderFen });
  if (page.proposedAt)
    events.push({ ...event("proposal", page.proposedAt, "proposal", "DESK", page.proposal), toProviderFen: page.proposalFen });
  for (const d of page.decisions) {
    const key = d.instance === 1 ? "decision" : "appealDecision";
    events.push({ ...event(key, d.at, key, "DESK", d.reasons), toProviderFen: d.toProviderFen });
  }
  return events;
}
