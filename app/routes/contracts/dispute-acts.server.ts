import type { z } from "zod";
import { acceptOffer } from "#app/contracts/disputes/accept-offer.server.ts";
import { addEvidence } from "#app/contracts/disputes/add-evidence.server.ts";
import { answerProposal } from "#app/contracts/disputes/answer-proposal.server.ts";
import { appealDispute, waiveAppeal } from "#app/contracts/disputes/appeal-dispute.server.ts";
import * as forms from "#app/contracts/disputes/dispute.ts";
import { makeOffer } from "#app/contracts/disputes/make-offer.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { recordFiling } from "#app/contracts/disputes/record-filing.server.ts";
import { reinstateDispute } from "#app/contracts/disputes/reinstate-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { withdrawDispute } from "#app/contracts/disputes/withdraw-dispute.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import type { Act } from "../acts.server.ts";
import { act, type Context } from "./act.server.ts";

/** A form on a dispute's page; the person stays there. */
const onCase = <S extends z.ZodType<{ disputeId: string }>>(schema: S, verb: (viewer: Viewer, input: z.output<S>) => Promise<unknown>) =>
  act(schema, async ({ viewer, contractId }, input) => {
    await verb(viewer, input);
    return `/contracts/${contractId}/disputes/${input.disputeId}`;
  });

/** intent -> form and verb, of what the sides do in a dispute. */
export const disputeActs: Record<string, Act<Context>> = {
  dispute: act(forms.OpenDispute, async ({ viewer, contractId }, input) => {
    return `/contracts/${contractId}/disputes/${await openDispute(viewer, input)}`;
  }),
  respond: onCase(forms.Respond, respond),
  reinstate: onCase(forms.Respond, reinstateDispute),
  offer: onCase(forms.MakeOffer, makeOffer),
  acceptOffer: onCase(forms.AcceptOffer, acceptOffer),
  answerProposal: onCase(forms.AnswerProposal, answerProposal),
  appeal: onCase(forms.AppealDispute, appealDispute),
  waiveAppeal: onCase(forms.OnDispute, (viewer, { disputeId }) => waiveAppeal(viewer, disputeId)),
  filing: onCase(forms.RecordFiling, recordFiling),
  evidence: onCase(forms.AddEvidence, addEvidence),
  withdrawDispute: onCase(forms.OnDispute, (viewer, { disputeId }) => withdrawDispute(viewer, disputeId)),
};
