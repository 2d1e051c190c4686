import type { Lifecycle } from "#app/campaigns/campaign.ts";
import { type CaseKind, lookBy } from "#app/campaigns/watching/case.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type About = { id: string; title: string; lifecycle: Lifecycle; deadlineAt: Date | null };
type Matter = { kind: CaseKind; source: "report" | "clock"; facts?: Record<string, string | number> };

/**
 * Opens a case of this kind, or finds the one that is open: its facts become the newest ones, and its first look comes earlier when the
 * campaign is about to end. Operators hear of a new one. Gives its id.
 */
export async function openCase(tx: Tx, campaign: About, { kind, source, facts }: Matter, now: Date): Promise<string> {
  const due = lookBy(campaign, now);
  const [fresh] = await tx.campaignCase.createManyAndReturn({
    data: [{ campaignId: campaign.id, kind, source, facts, at: now, lookBy: due }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!fresh) {
    const where = { campaignId: campaign.id, kind, state: "OPEN" } as const;
    if (facts) await tx.campaignCase.updateMany({ where, data: { facts } });
    await tx.campaignCase.updateMany({ where: { ...where, lookedAt: null, lookBy: { gt: due } }, data: { lookBy: due } });
    return (await tx.campaignCase.findFirstOrThrow({ where, select: { id: true } })).id;
  }
  const params = { title: campaign.title, byAt: due.toISOString() };
  const href = `/desk/campaigns/cases/${fresh.id}`;
  await notifyOperators(tx, { kind: "campaigns.notice.caseOpened", params, href, subject: `case:${fresh.id}` }, now);
  return fresh.id;
}
