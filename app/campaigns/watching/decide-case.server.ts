import type { LockedCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { answerReports } from "#app/campaigns/watching/answer-reports.server.ts";
import { actionsOf, type CaseAction, type DecideCaseForm } from "#app/campaigns/watching/case.ts";
import { lockCase } from "#app/campaigns/watching/look-at-case.server.ts";
import { moderate } from "#app/campaigns/watching/moderate-campaign.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";

/** An operator decides a case, once: what was found, what follows for the campaign, and an answer to everybody who reported it. */
export async function decideCase(viewer: Viewer, caseId: string, { finding, action, decision }: DecideCaseForm): Promise<void> {
  await transact(async (tx) => {
    const { campaign, matter, actor, now } = await lockCase(tx, viewer, caseId);
    if (!actionsOf(campaign).includes(action)) throw new Refusal("wrongState", {}, "action");
    const act = { act: "campaignCase.decide", subject: { type: "campaign", id: campaign.id }, reason: decision };
    await operatorAct(tx, viewer, { ...act, details: { caseId, kind: matter.kind, finding, action } }, now);
    await tx.campaignCase.update({
      where: { id: caseId },
      data: { state: "DECIDED", lookedAt: matter.lookedAt ?? now, decidedById: viewer.userId, decidedAt: now, action, decision },
    });
    const move = { entity: "campaignCase", entityId: caseId, from: "OPEN", to: "DECIDED", verb: "decideCase", actor, reason: decision };
    await recordTransition(tx, move, now);
    await answerReports(tx, campaign.id, matter.kind, { viewer, actor, upheld: finding === "upheld", answer: decision }, now);
    await follow(tx, viewer, campaign, { action, decision, actor }, now);
  });
}

type Following = { action: CaseAction; decision: string; actor: Actor };
async function follow(tx: Tx, viewer: Viewer, campaign: LockedCampaign, { action, decision, actor }: Following, now: Date) {
  if (action === "none") return;
  if (action === "default")
    return moveCampaign(tx, campaign, "fulfilment", { verb: "markDefaulted", to: "DEFAULTED", actor, reason: decision }, now);
  return moderate(tx, viewer, campaign, { verb: action, reason: decision }, now);
}
