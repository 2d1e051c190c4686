import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { feesOf, sumsOf } from "#app/ledger/fees.server.ts";
import { boundsOf, Month, monthOf } from "#app/ledger/month.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("money.fees.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const asked = Month.safeParse(new URL(request.url).searchParams.get("month")).data;
  const month = asked ?? monthOf(await appNow());
  return { month, sums: sumsOf(await feesOf({ ...boundsOf(month), orgId: null })) };
}

/** What the platform's own tax invoices of a month are made out over. */
export default function Fees() {
  const { t } = useTranslation();
  const { month, sums } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("money.fees.title")}
      intro={t("money.fees.intro")}
      actions={(["csv", "xlsx"] as const).map((format) => (
        <form key={format} method="post" action="/desk/fees/file">
          <input type="hidden" name="month" value={month} />
          <input type="hidden" name="format" value={format} />
          <Button size="sm">{t(`money.fees.${format}`)}</Button>
        </form>
      ))}
    >
      <Filters clear="/desk/fees" active={0}>
        <Field type="month" name="month" label={t("money.fees.month")} defaultValue={month} />
      </Filters>
      <Card flush>
        <Table
          rows={sums}
          rowKey={(sum) => sum.orgId ?? "none"}
          caption={t("money.fees.title")}
          empty={t("money.fees.none")}
          columns={[
            { key: "buyer", head: t("money.fees.buyer"), main: true, cell: (sum) => sum.title || t("money.fees.noBuyer") },
            { key: "tax", head: t("money.fees.taxNumber"), cell: (sum) => sum.taxNumber ?? t("money.fees.noTax") },
            { key: "count", head: t("money.fees.count"), end: true, cell: (sum) => sum.count },
            { key: "fee", head: t("money.fees.fee"), end: true, cell: (sum) => <Money fen={sum.feeFen} strong /> },
          ]}
        />
      </Card>
    </Page>
  );
}
