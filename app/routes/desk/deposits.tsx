import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deskClaims, deskDeposits, stuckSums } from "#app/deposits/desk.server.ts";
import { retryDepositMoney } from "#app/deposits/money/send-remittance.server.ts";
import { submit } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { appNow } from "#app/transact.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { ClaimChip } from "../deposits/parts/claim-chip.tsx";
import { AllDeposits } from "./deposits-parts.tsx";
import { StuckSums } from "./stuck-sums.tsx";

const shows = ["open", "closed", "all"] as const;
const Query = z.object({ show: z.enum(shows).catch("open"), before: z.uuid().nullable().catch(null) });
const nothing = { rows: [], next: null };

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, before } = Query.parse({ show: search.get("show"), before: search.get("before") });
  const [claims, deposits, stuck, now] = await Promise.all([
    show === "all" ? nothing : deskClaims(show, before),
    show === "all" ? deskDeposits(before) : nothing,
    stuckSums(),
    appNow(),
  ]);
  return { show, before, claims: claims.rows, deposits: deposits.rows, next: claims.next ?? deposits.next, stuck, now };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, z.strictObject({ sumId: z.uuid() }), async ({ sumId }) => {
    await limit("operate", viewer);
    await retryDepositMoney(viewer, sumId);
  });
  return done.ok ? redirect("/desk/deposits", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("deposits.desk.title"));

export default function DeskDeposits() {
  const { show, before, claims, deposits, next, stuck, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("deposits");
  const tab = { open: t("deposits.desk.waiting"), closed: t("deposits.desk.decided"), all: t("deposits.desk.all") };
  return (
    <Page title={t("deposits.desk.title")}>
      <StuckSums
        sums={stuck}
        about={({ deposit, createdAt }) => (
          <>
            {t(`deposits.desk.kinds.${deposit.kind}`)} · <When at={createdAt} />
          </>
        )}
      />
      <Tabs label={t("deposits.desk.title")} tabs={shows.map((key) => ({ to: `?show=${key}`, label: tab[key], current: key === show }))} />
      {show === "all" ? (
        <AllDeposits deposits={deposits} />
      ) : (
        <Card title={t("deposits.desk.claims")} flush>
          <Table
            rows={claims}
            rowKey={(row) => row.id}
            caption={t("deposits.desk.claims")}
            empty={t("deposits.desk.noClaims")}
            columns={[
              {
                key: "about",
                head: t("deposits.desk.about"),
                main: true,
                cell: (row) => (
                  <>
                    <Link to={`/desk/deposits/claims/${row.id}`} className="font-medium text-river-700 hover:underline">
                      {row.contract.title}
                    </Link>
                    <span className="block text-sm text-muted">
                      {t(`deposits.promise.${row.promise}`)} · {row.contract.provider.name}
                    </span>
                  </>
                ),
              },
              { key: "at", head: t("deposits.claim.filedAt"), cell: (row) => <When at={row.filedAt} /> },
              {
                key: "due",
                head: t("deposits.desk.deadline"),
                cell: (row) => {
                  const due = row.state === "OPEN" ? row.answerBy : row.state === "HEARD" ? row.decideBy : null;
                  return (
                    due && (
                      <>
                        <Deadline at={due} /> {due <= now && <Chip tone="danger">{t("deposits.desk.overdue")}</Chip>}
                      </>
                    )
                  );
                },
              },
              { key: "state", head: t("deposits.desk.state"), cell: (row) => <ClaimChip state={row.state} /> },
              {
                key: "fen",
                head: t("deposits.money.amount"),
                end: true,
                cell: (row) => <Money fen={row.state === "PAID" ? row.paidFen : row.amountFen} />,
              },
            ]}
          />
        </Card>
      )}
      <Pager previous={before ? `?show=${show}` : null} next={next ? `?show=${show}&before=${next}` : null} />
    </Page>
  );
}
