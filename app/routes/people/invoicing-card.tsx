import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Org = { name: string; legalName: string | null; uscc: string | null; invoiceTitle: string | null; taxNumber: string | null };

/** How tax invoices name the organisation. */
export function InvoicingCard({ org }: { org: Org }) {
  const { t } = useTranslation();
  return (
    <Card title={t("people.orgs.invoicing")}>
      <PostForm intent="invoicing">
        <p className="text-sm text-muted">{t("people.orgs.invoicingHint")}</p>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            name="invoiceTitle"
            label={t("people.orgs.invoiceTitle")}
            defaultValue={org.invoiceTitle ?? ""}
            placeholder={org.legalName ?? org.name}
            maxLength={100}
          />
          <Field
            name="taxNumber"
            label={t("people.orgs.taxNumber")}
            defaultValue={org.taxNumber ?? ""}
            placeholder={org.uscc ?? ""}
            maxLength={40}
          />
        </div>
        <Button className="justify-self-start">{t("people.orgs.saveInvoicing")}</Button>
      </PostForm>
    </Card>
  );
}
