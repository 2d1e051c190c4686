import { seesDefect } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { seesStageEvidence } from "#app/campaigns/paying-out/evidence-queries.server.ts";
import { seesUpdate } from "#app/campaigns/showing/talk.server.ts";
import { maySeeCampaignFiles } from "#app/campaigns/visible.server.ts";
import { seesDispute } from "#app/contracts/disputes/queries.server.ts";
import { seesInvoice } from "#app/contracts/invoices/queries.server.ts";
import { seesDelivery, seesMessage } from "#app/contracts/queries.server.ts";
import { seesClaim } from "#app/deposits/claims/queries.server.ts";
import type { SubjectType } from "#app/files/file.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { maySeeBidFiles, maySeeTaskFiles } from "#app/tasks/queries.server.ts";

/** "nameless": the content, but not the name that its maker gave it. */
type Seen = boolean | "nameless";
type MaySee = (viewer: Viewer | null, subjectId: string) => Seen | Promise<Seen>;

/** Who may download what is attached to a subject. Each room answers for its own; a kind that is missing here is seen by its owner only. */
export const maySee: Partial<Record<SubjectType, MaySee>> = {
  avatar: () => true,
  portfolio: () => true,
  task: maySeeTaskFiles,
  bid: maySeeBidFiles,
  delivery: seesDelivery,
  message: seesMessage,
  dispute: seesDispute,
  claim: seesClaim,
  claimAnswer: seesClaim,
  invoice: seesInvoice,
  campaign: maySeeCampaignFiles,
  campaignUpdate: seesUpdate,
  defect: seesDefect,
  stageEvidence: seesStageEvidence,
  realName: (viewer) => viewer?.operator === true,
};

/** Kinds whose pictures everybody may see and keep. */
export const publicSubjects = new Set<SubjectType>(["avatar", "portfolio"]);
