import { z } from "zod";
import { addReward } from "#app/campaigns/changing/add-reward.server.ts";
import { askCorrection } from "#app/campaigns/changing/ask-correction.server.ts";
import {
  AddForm,
  CloseForm,
  CorrectionForm,
  CoverForm,
  DateForm,
  ImageForm,
  LimitForm,
  ShippingForm,
  TaxForm,
  WordsForm,
} from "#app/campaigns/changing/change.ts";
import { changeCover } from "#app/campaigns/changing/change-cover.server.ts";
import { changeWords } from "#app/campaigns/changing/change-words.server.ts";
import { closeReward } from "#app/campaigns/changing/close-reward.server.ts";
import { correctImage } from "#app/campaigns/changing/correct-image.server.ts";
import { editReward } from "#app/campaigns/changing/edit-reward.server.ts";
import { promiseDate } from "#app/campaigns/changing/promise-date.server.ts";
import { raiseLimit } from "#app/campaigns/changing/raise-limit.server.ts";
import { raiseShipping } from "#app/campaigns/changing/raise-shipping.server.ts";
import { raiseTax } from "#app/campaigns/changing/raise-tax.server.ts";
import { RewardRow } from "#app/campaigns/editing/brief.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { type Act, actFor, doAct } from "../acts.server.ts";

type Context = { viewer: Viewer; id: string };
const act = actFor<Context>();

/** Each form of the changes page: how it is read, what it does, what is then said. An intent may carry its reward: "limit:<id>". */
const acts: Record<string, Act<Context>> = {
  words: act(WordsForm, async ({ viewer, id }, form) => {
    await changeWords(viewer, id, form);
    return "words";
  }),
  cover: act(CoverForm, async ({ viewer, id }, form) => {
    await changeCover(viewer, id, form);
    return "cover";
  }),
  add: act(AddForm, async ({ viewer, id }, form) => {
    await addReward(viewer, id, form);
    return "added";
  }),
  limit: act(LimitForm, async ({ viewer }, form) => {
    await raiseLimit(viewer, form.rewardId, form.limit);
    return "limit";
  }),
  close: act(CloseForm, async ({ viewer }, form) => {
    await closeReward(viewer, form.rewardId);
    return "closed";
  }),
  image: act(ImageForm, async ({ viewer }, form) => {
    await correctImage(viewer, form.rewardId, form.picture[0]!);
    return "image";
  }),
  edit: act(RewardRow.extend({ rewardId: z.uuid() }), async ({ viewer }, { rewardId, ...form }) => {
    await editReward(viewer, rewardId, form);
    return "edited";
  }),
  correct: act(CorrectionForm, async ({ viewer }, form) => {
    await askCorrection(viewer, form);
    return "asked";
  }),
  shipping: act(ShippingForm, async ({ viewer, id }, form) => {
    await raiseShipping(viewer, id, form);
    return "shipping";
  }),
  tax: act(TaxForm, async ({ viewer }, form) => {
    await raiseTax(viewer, form);
    return "tax";
  }),
  date: act(DateForm, async ({ viewer }, form) => {
    await promiseDate(viewer, form);
    return "dated";
  }),
};

export const actChanges = (request: Request, context: Context) => doAct(request, context, acts);
