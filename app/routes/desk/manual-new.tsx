import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submit } from "#app/http.server.ts";
import { formatFen } from "#app/i18n/format.ts";
import { adjustments, suspenseReasons } from "#app/ledger/movements.ts";
import { orderById } from "#app/payments/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { orderActs, Proposal } from "#app/people/desk/manual/manual.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { suspenseItems } from "#app/people/desk/manual/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { handRefunds, settler } from "#app/settler.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { ManualSubject } from "./manual-subject.tsx";

const Query = z.object({ kind: z.enum(["SUSPENSE", "ADJUSTMENT", "REFUND", "INTENT"]), of: z.string().max(80).catch("") });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { kind, of } = orNotFound(Query.safeParse({ kind: search.get("kind"), of: search.get("of") ?? "" }).data);
  const [items, refunds, order] = await Promise.all([
    kind === "SUSPENSE" ? suspenseItems() : [],
    kind === "SUSPENSE" || kind === "REFUND" ? handRefunds() : [],
    kind === "INTENT" && z.uuid().safeParse(of).success ? orderById(of) : null,
  ]);
  const item = items.find((one) => one.transactionId === of) ?? null;
  const refund = refunds.find((one) => one.id === of) ?? null;
  if ((kind === "SUSPENSE" && !item) || (kind === "REFUND" && !refund) || (kind === "INTENT" && !order)) throw orNotFound(null);
  return { kind, of, item, refund, refunds, order };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, Proposal, async (form) => {
    await limit("operate", viewer);
    return proposeManual(viewer, form, settler);
  });
  return done.ok ? redirect(`/desk/books/manual/${done.value}`, 303) : done.reply;
}
export const meta = titled((t) => t("reconcile.manual.proposeTitle"));

export default function ManualNew() {
  const { t } = useTranslation();
  const { kind, of, item, refund, refunds, order } = useLoaderData<typeof loader>();
  const names = { SUSPENSE: suspenseReasons, ADJUSTMENT: adjustments, INTENT: orderActs, REFUND: [] } as const;
  const title = t(`reconcile.manual.kind.${kind}`);
  return (
    <Page
      title={title}
      intro={t("reconcile.manual.intro")}
      width="text"
      crumbs={[
        { label: t("money.books.title"), to: "/desk/books" },
        { label: t("reconcile.manual.title"), to: "/desk/books/manual" },
        { label: title },
      ]}
    >
      <Card>
        <ManualSubject {...{ item, refund, order }} />
        <PostForm>
          <input type="hidden" name="kind" value={kind} />
          {kind === "SUSPENSE" && <input type="hidden" name="transactionId" value={of} />}
          {kind === "REFUND" && <input type="hidden" name="refId" value={of} />}
          {kind === "INTENT" && <input type="hidden" name="intentId" value={of} />}
          {kind !== "REFUND" && (
            <SelectField
              name="act"
              label={t("reconcile.manual.what")}
              required
              empty=""
              options={names[kind].map((name) => ({ value: name, label: t(`reconcile.manual.act.${name}`) }))}
            />
          )}
          {kind === "SUSPENSE" && (
            <SelectField
              name="refId"
              label={t("reconcile.manual.refund")}
              hint={t("reconcile.manual.refundHint")}
              empty=""
              options={refunds.map((one) => ({ value: one.id, label: `${formatFen(one.amountFen)} · ${one.party} · ${one.title}` }))}
            />
          )}
          {kind === "ADJUSTMENT" && (
            <>
              <MoneyField name="amount" label={t("reconcile.manual.amount")} hint={t("reconcile.manual.amountHint")} required />
              <Field name="orgId" label={t("reconcile.manual.orgId")} hint={t("reconcile.manual.orgHint")} maxLength={36} />
            </>
          )}
          {(kind === "ADJUSTMENT" || kind === "REFUND") && (
            <Field
              name="reference"
              label={t("reconcile.manual.reference")}
              hint={t("reconcile.manual.referenceHint")}
              maxLength={80}
              required={kind === "REFUND"}
            />
          )}
          <TextField
            name="reason"
            label={t("reconcile.manual.reason")}
            hint={t("reconcile.manual.reasonHint")}
            rows={4}
            required
            maxLength={500}
          />
          <Button variant="primary" className="justify-self-start">
            {t("reconcile.manual.submit")}
          </Button>
        </PostForm>
      </Card>
    </Page>
  );
}
