import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { OfOrg, PayDeposit } from "#app/deposits/deposit.ts";
import { standingPage } from "#app/deposits/queries.server.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { stay } from "#app/deposits/standing/stay.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputes } from "../money/parts/card-disputes.tsx";
import { ClaimRows } from "./parts/claim-rows.tsx";
import { ExitCard } from "./parts/exit-card.tsx";
import { MoneyRows } from "./parts/money-rows.tsx";
import { OwnDeposit } from "./parts/own-deposit.tsx";
import { TierForm } from "./parts/tier-form.tsx";

/** One's own organisations only; without a choice the one acted for. */
const orgOf = (viewer: Viewer, request: Request) => {
  const asked = new URL(request.url).searchParams.get("org");
  return viewer.orgs.find((one) => one.id === asked)?.id ?? viewer.orgId;
};

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const shown = orNotFound(await standingPage(viewer, orgOf(viewer, request)));
  return { ...shown, orgs: viewer.orgs.map(({ id, name }) => ({ id, name })) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  await limit("act", viewer);
  const form = await receiveForm(request, viewer);
  const at = (orgId: string, done: string) => `/deposit?org=${orgId}&done=${done}`;
  const intent = form.get("intent");
  if (intent === "pay") {
    const done = await submitForm(form, PayDeposit, async (wish) => {
      const { intentId } = await payDeposit(viewer, wish);
      return checkoutUrl(intentId, {
        title: i18nFor(viewer.locale).t("deposits.page.title"),
        locale: viewer.locale,
        returnPath: `/deposit/paid/${intentId}`,
      });
    });
    return done.ok ? redirect(done.value, 303) : done.reply;
  }
  const done = await submitForm(form, OfOrg, async ({ orgId }) => {
    if (intent === "exit") await askExit(viewer, orgId);
    else if (intent === "stay") await stay(viewer, orgId);
    else throw refuse("unreadable");
    return at(orgId, intent === "exit" ? "left" : "stayed");
  });
  return done.ok ? redirect(done.value, 303) : done.reply;
}

export const shouldRevalidate = () => true;
export const meta = titled((t) => t("deposits.page.title"));
const doneKeys = ["left", "stayed"] as const;

export default function DepositRoute() {
  const { org, orgs, mayPay, deposit, disputes, bars, claims, money, payable } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  useSignal("deposits");
  const done = doneKeys.find((key) => key === params.get("done"));
  // While a bank decides about the payment, nothing is paid in.
  const frozen = disputes.some(({ state }) => state === "OPEN");
  return (
    <Page width="text" title={t("deposits.page.title")} intro={t("deposits.page.intro", { org: org.name })}>
      {orgs.length > 1 && (
        <Tabs
          label={t("deposits.page.org")}
          tabs={orgs.map(({ id, name }) => ({ to: `/deposit?org=${id}`, label: name, current: id === org.id }))}
        />
      )}
      {done && <Notice tone="ok">{t(`deposits.page.done.${done}`)}</Notice>}
      {deposit ? (
        <OwnDeposit deposit={deposit} frozen={frozen} />
      ) : (
        <Card title={t("deposits.page.none")}>{t("deposits.page.noneText")}</Card>
      )}
      <CardDisputes disputes={disputes} side="payer" />
      {!org.verified && (
        <Notice
          tone="warn"
          action={
            <ButtonLink size="sm" to={`/organisations/${org.id}/verification`}>
              {t("deposits.page.verify")}
            </ButtonLink>
          }
        >
          {t("deposits.page.verifyFirst")}
        </Notice>
      )}
      {!mayPay && <Notice tone="neutral">{t("deposits.page.notYours")}</Notice>}
      {org.verified && mayPay && deposit?.state !== "LEAVING" && !frozen && <TierForm orgId={org.id} deposit={deposit} />}
      {deposit && mayPay && <ExitCard orgId={org.id} deposit={deposit} bars={bars} />}
      {(deposit || claims.length > 0) && <ClaimRows claims={claims} />}
      <MoneyRows rows={money} payable={payable} orgId={org.id} />
    </Page>
  );
}
