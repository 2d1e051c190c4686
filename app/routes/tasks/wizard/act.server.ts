import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { type FormReply, typedValues } from "#app/form.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { payBond } from "#app/tasks/bond/pay-bond.server.ts";
import { saveDraft } from "#app/tasks/posting/save-draft.server.ts";
import { submitTask } from "#app/tasks/posting/submit-task.server.ts";
import { type StepKey, steps } from "#app/tasks/task.ts";
import { readDraft, stepReply } from "#app/tasks/wizard.server.ts";

const Step = z.enum(steps.map((s) => s.key) as [StepKey, ...StepKey[]]);
export const readStep = (text: string | null): StepKey => Step.safeParse(text).data ?? "basics";

/** One post of the wizard: the step is kept whatever was typed; going on asks for what is wrong in it; the last page submits. */
export async function actWizard(request: Request, viewer: Viewer, taskId: string | null) {
  let values: FormReply["values"] = {};
  try {
    await limit("act", viewer);
    const form = await receiveForm(request, viewer);
    values = typedValues(form);
    const intent = String(values.intent ?? "save");
    if (intent === "bond" && taskId) {
      const { intentId, title } = await payBond(viewer, taskId);
      const address = await checkoutUrl(intentId, {
        title: `${i18nFor(viewer.locale).t("deposits.bond.title")} · ${title}`,
        locale: viewer.locale,
        returnPath: `/deposit/paid/${intentId}`,
      });
      return redirect(address, 303);
    }
    if (intent === "submit" && taskId) {
      const state = await submitTask(viewer, taskId);
      return redirect(`/tasks/${taskId}?done=${state === "OPEN" ? "published" : "submitted"}`);
    }
    const step = readStep(String(values.step ?? ""));
    const id = await saveDraft(viewer, taskId, step, values);
    const edit = `/tasks/${id}/edit`;
    if (intent === "find") return redirect(`${edit}?step=visibility&find=${encodeURIComponent(String(values.find ?? ""))}`);
    if (intent === "save") return redirect(`${edit}?step=${step}&done=saved`);
    const draft = await readDraft(viewer, id);
    const reply = draft ? stepReply(draft, step) : undefined;
    const wrong = reply !== undefined && Object.keys(reply.errors).length > 0;
    // A fresh draft has its own address from its first save on.
    if (wrong)
      return taskId === null
        ? redirect(`${edit}?step=${step}&check=1`)
        : data<FormReply>({ ...reply, values: { ...values, ...reply.values } }, { status: 400 });
    const next = steps[steps.findIndex((s) => s.key === step) + 1]?.key ?? "check";
    return redirect(`${edit}?step=${next}`);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return data<FormReply>({ values, errors: {}, refusal: { code: e.code, params: e.params } }, { status: e.status });
  }
}
