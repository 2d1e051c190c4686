import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { contractText } from "#app/contracts/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { CopyButton, PrintButton } from "#app/ui/copy.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { ChangeDiff } from "./parts/change-diff.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const n = z.coerce.number().int().positive().safeParse(new URL(request.url).searchParams.get("version")).data ?? null;
  return { contract: orNotFound(await contractText(viewer, orNotFound(z.uuid().safeParse(params.contractId).data), n)) };
}
export const meta = titled<typeof loader>((t, { contract }) => `${t("contracts.page.text")} · ${contract.title}`);

const rules = ["fund", "accept", "changes", "release", "dispute"] as const;

/** Exactly what is signed, readable and printable. */
export default function ContractText() {
  const { contract } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { shown, versions } = contract;
  const { body, compared } = shown;
  const n = { fund: 0, accept: body.acceptDays, changes: body.includedRounds, release: 0, dispute: 0 };
  return (
    <Page
      width="text"
      title={t("contracts.text.title")}
      intro={versions.length > 1 ? `${body.title} · ${t("contracts.changes.version", { n: shown.n })}` : body.title}
      crumbs={[
        { label: t("contracts.page.crumb"), to: "/contracts" },
        { label: contract.title, to: `/contracts/${contract.id}` },
        { label: t("contracts.page.text") },
      ]}
      actions={<PrintButton />}
    >
      <Card>
        <KeyValue
          pairs={[
            { label: t("contracts.side.EMPLOYER"), value: body.employer.name },
            { label: t("contracts.side.PROVIDER"), value: body.provider.name },
            { label: t("contracts.text.price"), value: <Money fen={body.priceFen} strong /> },
            { label: t("contracts.text.ip"), value: t(`contracts.text.clause.${body.ipClause}`) },
            !!body.invoiceFirst && { label: t("contracts.invoices.title"), value: t("contracts.changes.invoiceFirst") },
          ]}
        />
      </Card>
      {body.scope && (
        <Card title={t("contracts.changes.scope")}>
          <Prose text={body.scope} />
        </Card>
      )}
      <Card title={t("contracts.text.plan")}>
        <ol className="grid gap-5">
          {body.stages.map((stage, i) => (
            <li key={i} className="grid gap-1.5">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium">
                  {t("contracts.text.stage", { n: stage.ord ?? i + 1 })} · {stage.title}
                </span>
                <span>
                  <Money fen={stage.amountFen} strong /> <span className="text-muted">· {t("contracts.text.days", { n: stage.days })}</span>
                  {!!stage.extraRounds && (
                    <span className="text-muted">
                      {" "}
                      · {t("contracts.changes.extraRounds")} {stage.extraRounds}
                    </span>
                  )}
                </span>
              </p>
              <ul className="list-disc pl-5">
                {stage.items.map((item, k) => (
                  <li key={k}>{item}</li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </Card>
      <Card title={t("contracts.text.rules")}>
        <ol className="grid list-decimal gap-2 pl-5">
          {rules.map((rule) => (
            <li key={rule}>{t(`contracts.text.rule.${rule}`, { n: n[rule] })}</li>
          ))}
        </ol>
      </Card>
      <Card title={t("contracts.text.signatures")}>
        <KeyValue
          pairs={(["EMPLOYER", "PROVIDER"] as const).map((side) => {
            const signature = shown.signatures.find((s) => s.side === side);
            return {
              label: t(`contracts.side.${side}`),
              value: signature ? t("contracts.text.signedBy", { name: signature.name, at: signature.at }) : t("contracts.text.unsigned"),
            };
          })}
        />
        <div className="grid gap-1 text-sm text-muted">
          <span>{t("contracts.text.hash")}</span>
          <span className="flex flex-wrap items-center gap-2">
            <code className="break-all">{shown.hash}</code>
            <CopyButton text={shown.hash} />
          </span>
        </div>
      </Card>
      {compared && (
        <Card title={t("contracts.changes.compared", { n: shown.n - 1 })}>
          <ChangeDiff {...compared} />
        </Card>
      )}
      {versions.length > 1 && (
        <Card title={t("contracts.changes.versions")}>
          <ol className="grid gap-3">
            {versions.map((version) => (
              <li key={version.n} className="grid gap-0.5">
                <span className="flex flex-wrap items-center gap-x-3">
                  {version.n === shown.n ? (
                    <strong>{t("contracts.changes.version", { n: version.n })}</strong>
                  ) : (
                    <Link to={`?version=${version.n}`} className="text-river-700 hover:underline">
                      {t("contracts.changes.version", { n: version.n })}
                    </Link>
                  )}
                  {version.n === contract.version && <Chip tone="ok">{t("contracts.changes.current")}</Chip>}
                  <When at={version.at} className="text-sm text-muted" />
                </span>
                <code className="text-sm break-all text-muted">{version.hash}</code>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </Page>
  );
}
