import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { journal } from "#app/ledger/journal.server.ts";
import type { MovementKind } from "#app/ledger/movements.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card, Empty } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

const Query = z.object({
  q: z.string().trim().max(100).catch(""),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .nullable()
    .catch(null),
});

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { q, before } = Query.parse({ q: search.get("q") ?? "", before: search.get("before") });
  return { ...(await journal(q, before)), q };
}
export const meta = titled((t) => t("money.journal.title"));

export default function Journal() {
  const { t } = useTranslation();
  const { lines, next, q } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("money.journal.title")}
      intro={t("money.journal.intro")}
      crumbs={[{ label: t("money.books.title"), to: "/desk/books" }, { label: t("money.journal.title") }]}
    >
      <Filters clear="/desk/books/journal" active={q ? 1 : 0}>
        <Field name="q" type="search" label={t("money.journal.search")} hint={t("money.journal.hint")} defaultValue={q} maxLength={100} />
      </Filters>
      {lines.length === 0 && (
        <Card>
          <Empty title={t("money.journal.none")} />
        </Card>
      )}
      <ol className="grid gap-3">
        {lines.map((line) => (
          <li key={line.id}>
            <Card>
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <h2 className="text-base font-semibold">{t(`money.kind.${line.kind as MovementKind}`)}</h2>
                <span className="text-sm text-muted">
                  #{line.id} · <When at={line.at} />
                </span>
                <p className="basis-full font-mono text-xs break-all text-muted">
                  {line.key} · {line.ref}
                </p>
              </div>
              <table className="w-full text-sm">
                <caption className="sr-only">{line.key}</caption>
                <thead>
                  <tr className="border-b border-line text-left text-muted">
                    <th className="py-1 font-medium">{t("money.journal.account")}</th>
                    <th className="py-1 text-right font-medium">{t("money.journal.debit")}</th>
                    <th className="py-1 text-right font-medium">{t("money.journal.credit")}</th>
                  </tr>
                </thead>
                <tbody>
                  {line.entries.map((entry) => (
                    <tr key={`${entry.account}${entry.amountFen}`}>
                      <td className="py-1 pr-3 font-mono text-xs break-all">{entry.account}</td>
                      <td className="py-1 text-right">{entry.amountFen > 0n && <Money fen={entry.amountFen} />}</td>
                      <td className="py-1 text-right">{entry.amountFen < 0n && <Money fen={-entry.amountFen} />}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          </li>
        ))}
      </ol>
      <Pager next={next && `?${new URLSearchParams({ q, before: next })}`} />
    </Page>
  );
}
