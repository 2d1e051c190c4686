import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { retryReturned, stuckReturned } from "#app/debts/returned/retry-returned.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { submitForm } from "#app/http.server.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";
import { lastBlock } from "#app/ledger/journal.server.ts";
import { lastComparison } from "#app/payments/compare-balance.server.ts";
import { waitingEvents, waitingIntents } from "#app/payments/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { keptChecks } from "#app/people/desk/alarms/queries.server.ts";
import { checkNow } from "#app/people/desk/alarms/run-checks.server.ts";
import { AsideForm, isOldEvent, setAsideEvent } from "#app/people/desk/set-aside-event.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { compareNow, Nothing, Resolve, Retry, resolveIntent } from "./books-acts.server.ts";
import { BooksChannel } from "./books-channel.tsx";
import { BooksChecks } from "./books-checks.tsx";
import { BooksEvents } from "./books-events.tsx";
import { BooksIntents } from "./books-intents.tsx";
import { StuckSums } from "./stuck-sums.tsx";

const ACCOUNTS = ["psp:pending:cny", "psp:available:cny", "income:platform_fee", "expense:psp_fee", "bank:cny", "suspense:cny"] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const [checks, balances, comparison, intents, stuck, events, block, now] = await Promise.all([
    keptChecks(),
    balancesOf(ACCOUNTS),
    lastComparison(),
    waitingIntents(),
    stuckReturned(),
    waitingEvents(),
    lastBlock(),
    appNow(),
  ]);
  return {
    checks,
    accounts: ACCOUNTS.map((key) => ({ key, fen: balances.get(key) ?? 0n })),
    comparison,
    intents,
    stuck,
    events: events.map((event) => ({ ...event, isOld: isOldEvent(event, now) })),
    block: block && { ...block, uptoTxId: String(block.uptoTxId) },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const form = await receiveForm(request, viewer);
  await limit("operate", viewer);
  const done =
    form.get("intent") === "check"
      ? await submitForm(form, Nothing, () => checkNow(viewer))
      : form.get("intent") === "compare"
        ? await submitForm(form, Nothing, () => compareNow(viewer))
        : form.has("sumId")
          ? await submitForm(form, Retry, ({ sumId }) => retryReturned(viewer, sumId))
          : form.has("eventId")
            ? await submitForm(form, AsideForm, (aside) => setAsideEvent(viewer, aside))
            : await submitForm(form, Resolve, ({ intentId }) => resolveIntent(viewer, intentId));
  return done.ok ? redirect("/desk/books", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("money.books.title"));

export default function Books() {
  const { t } = useTranslation();
  const { checks, accounts, comparison, intents, stuck, events, block } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("money.books.title")}
      intro={t("money.books.intro")}
      actions={
        <>
          <ButtonLink to="/desk/books/days">{t("reconcile.day.list")}</ButtonLink>
          <ButtonLink to="/desk/books/manual">{t("reconcile.manual.title")}</ButtonLink>
          <ButtonLink to="/desk/books/journal">{t("money.journal.title")}</ButtonLink>
        </>
      }
    >
      <Card title={t("money.books.balances")}>
        <Stats>
          {accounts.map(({ key, fen }) => (
            <Stat key={key} label={t(`money.account.${key.replaceAll(":", "_") as "psp_pending_cny"}`)} value={<Money fen={fen} />} />
          ))}
        </Stats>
      </Card>
      <BooksChecks checks={checks} />
      <BooksIntents intents={intents} />
      <StuckSums
        sums={stuck}
        about={({ payee, createdAt }) => (
          <>
            {payee} · {t("money.books.cameBack")} <When at={createdAt} />
          </>
        )}
      />
      <BooksChannel comparison={comparison} />
      <BooksEvents events={events} />
      {block && (
        <Card title={t("money.books.seal")}>
          <p className="text-sm text-muted">{t("money.books.sealText", { seq: block.seq, upto: block.uptoTxId })}</p>
          <p className="font-mono text-sm break-all">{block.hash}</p>
        </Card>
      )}
    </Page>
  );
}
