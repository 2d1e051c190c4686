import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { changeForm } from "#app/contracts/changes/queries.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOn } from "./acts.server.ts";
import { StageFields } from "./parts/stage-fields.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const counter = z.uuid().safeParse(new URL(request.url).searchParams.get("counter")).data ?? null;
  return { form: orNotFound(await changeForm(viewer, uuid(params.contractId), counter)), counter };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOn(request, { viewer, contractId: uuid(params.contractId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { form }) => `${t("contracts.changes.title")} · ${form.contract.title}`);

/** The whole contract as a form: what cannot be changed any more stands in it as text. */
export default function Change() {
  const { form, counter } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { contract, stages } = form;
  const intent = counter ? "counterChange" : "proposeChange";
  return (
    <Page
      width="text"
      title={t(counter ? "contracts.changes.counter" : "contracts.changes.open")}
      intro={t(counter ? "contracts.changes.counterIntro" : "contracts.changes.intro")}
      crumbs={[
        { label: t("contracts.page.crumb"), to: "/contracts" },
        { label: contract.title, to: `/contracts/${contract.id}` },
        { label: t("contracts.changes.title") },
      ]}
    >
      {form.bar ? (
        <Notice tone="warn">{t(`refusal.${form.bar}`)}</Notice>
      ) : (
        <PostForm intent={intent}>
          {counter ? (
            <>
              <input type="hidden" name="orderId" value={counter} />
              <input type="hidden" name="offerHash" value={form.offerHash ?? ""} />
            </>
          ) : (
            <input type="hidden" name="baseHash" value={contract.versionHash} />
          )}
          <Card>
            <TextField
              name="scope"
              label={t("contracts.changes.scope")}
              hint={t("contracts.changes.scopeHint")}
              defaultValue={form.scope}
              rows={3}
              maxLength={3000}
            />
            <CheckField
              name="invoiceFirst"
              label={t("contracts.changes.invoiceFirst")}
              hint={t("contracts.changes.invoiceFirstHint")}
              defaultChecked={form.invoiceFirst}
            />
          </Card>
          {stages.map((stage, i) => (
            <Card key={stage.ord} title={t("contracts.changes.stage", { n: stage.ord, title: stage.title })}>
              <StageFields stage={stage} at={`stages[${i}]`} />
            </Card>
          ))}
          <Card title={t("contracts.changes.added")}>
            <p className="text-sm text-muted">{t("contracts.changes.addedHint")}</p>
            {[0, 1].slice(0, Math.max(1, form.added.length)).map((i) => (
              <div key={i} className="grid gap-4">
                <Field
                  name={`added[${i}].title`}
                  label={t("contracts.changes.stageTitle")}
                  defaultValue={form.added[i]?.title}
                  maxLength={80}
                />
                <div className="grid gap-4 sm:grid-cols-2">
                  <MoneyField name={`added[${i}].amount`} label={t("contracts.changes.amount")} fen={form.added[i]?.amountFen} />
                  <Field
                    name={`added[${i}].days`}
                    label={t("contracts.changes.days")}
                    inputMode="numeric"
                    defaultValue={form.added[i]?.days}
                    hint={`1–${policy.maxStageDays}`}
                  />
                </div>
                <TextField
                  name={`added[${i}].items`}
                  label={t("contracts.changes.items")}
                  hint={t("contracts.changes.itemsHint")}
                  defaultValue={form.added[i]?.items.join("\n")}
                  rows={3}
                />
              </div>
            ))}
          </Card>
          <Card>
            <TextField
              name="note"
              label={t("contracts.changes.note")}
              hint={t("contracts.changes.noteHint")}
              rows={3}
              maxLength={1000}
              required
            />
            <p className="text-sm text-muted">{t("contracts.changes.signed")}</p>
            <Button variant="primary" className="justify-self-start">
              {t("contracts.changes.act")}
            </Button>
          </Card>
        </PostForm>
      )}
    </Page>
  );
}
