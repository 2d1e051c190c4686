import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ExternalLink, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { db } from "#app/db.server.ts";
import { page, submit } from "#app/http.server.ts";
import { balancesOf } from "#app/ledger/balances.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { debtsOf } from "#app/payments/debts.server.ts";
import { onboardingUrl, payeeOf, rereadPayee } from "#app/payments/payees.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { Debts } from "./money/parts/debts.tsx";
import { ReturnedPayout } from "./money/parts/returned-payout.tsx";

const Nothing = z.strictObject({});
/** One's own organisations only; without a choice the one acted for. */
const orgOf = (viewer: Viewer, search: URLSearchParams) => viewer.orgs.find((one) => one.id === search.get("org"))?.id ?? viewer.orgId;

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const orgId = orgOf(viewer, search);
  // Back from the channel's pages, where the account may have become usable a moment ago.
  if (search.has("back")) {
    await page(() => rereadPayee(viewer, orgId));
    return redirect(`/payee?org=${orgId}&returned=1`);
  }
  const payee = await payeeOf(viewer, orgId);
  const keys = {
    pending: `provider:pending:${orgId}`,
    available: `provider:available:${orgId}`,
    sending: `provider:withdrawing:${orgId}`,
  };
  const [sums, debts] = await Promise.all([balancesOf(Object.values(keys)), debtsOf(orgId, db)]);
  const fen = (key: string) => sums.get(key) ?? 0n;
  return {
    payee,
    debts,
    orgId,
    orgs: viewer.orgs.map(({ id, name }) => ({ id, name })),
    manages: mayGoOn(viewer, orgId, "org:manage"),
    money: { pendingFen: fen(keys.pending), availableFen: fen(keys.available), sendingFen: fen(keys.sending) },
    returned: search.has("returned"),
    again: search.has("again"),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const orgId = orgOf(viewer, search);
  const done = await submit(request, Nothing, async () => {
    await limit("act", viewer);
    if (search.get("do") !== "reread") return onboardingUrl(viewer, orgId);
    await rereadPayee(viewer, orgId);
    return `/payee?org=${orgId}&returned=1`;
  });
  return done.ok ? redirect(done.value, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("money.payee.title"));

export default function PayeePage() {
  const { t } = useTranslation();
  const { payee, debts, orgId, orgs, manages, money, returned, again } = useLoaderData<typeof loader>();
  useSignal("payee");
  const state = payee.payable ? "ready" : payee.hasAccount ? "unfinished" : "none";
  const tone = { ready: "ok", unfinished: "warn", none: "neutral" } as const;
  return (
    <Page
      width="text"
      title={t("money.payee.title")}
      intro={t("money.payee.intro", { org: orgs.find((one) => one.id === orgId)?.name })}
      chips={<Chip tone={tone[state]}>{t(`money.payee.state.${state}`)}</Chip>}
      actions={
        <ButtonLink size="sm" to={`/statement?org=${orgId}&role=provider`}>
          {t("money.payee.statement")}
        </ButtonLink>
      }
    >
      {orgs.length > 1 && (
        <Tabs
          label={t("money.payee.orgs")}
          tabs={orgs.map(({ id, name }) => ({ to: `/payee?org=${id}`, label: name, current: id === orgId }))}
        />
      )}
      {payee.returned && <ReturnedPayout orgId={orgId} payout={payee.returned} manages={manages} />}
      {again && <Notice tone="warn">{t("money.payee.again")}</Notice>}
      {returned && !payee.payable && <Notice tone="info">{t("money.payee.checking")}</Notice>}
      {returned && payee.payable && <Notice tone="ok">{t("money.payee.done")}</Notice>}
      <Card>
        <Stats>
          <Stat label={t("money.payee.pending")} value={<Money fen={money.pendingFen} />} note={t("money.payee.pendingNote")} />
          <Stat
            label={t("money.payee.available")}
            value={<Money fen={money.availableFen} />}
            note={t(`money.payee.availableNote.${state === "ready" ? "ready" : "waits"}`)}
          />
          <Stat label={t("money.payee.sending")} value={<Money fen={money.sendingFen} />} />
        </Stats>
      </Card>
      <Debts debts={debts} />
      <Card title={t(`money.payee.heading.${state}`)}>
        <p>{t(`money.payee.text.${state}`)}</p>
        {payee.checkedAt && (
          <p className="text-sm text-muted">
            {t("money.payee.checkedAt")} <When at={payee.checkedAt} />
          </p>
        )}
        {manages ? (
          <div className="flex flex-wrap items-start gap-3">
            <PostForm action={`/payee?org=${orgId}`}>
              <Button variant={state === "ready" ? "secondary" : "primary"} icon={<ExternalLink size={16} aria-hidden />}>
                {t(`money.payee.go.${state}`)}
              </Button>
            </PostForm>
            {state === "unfinished" && (
              <PostForm action={`/payee?org=${orgId}&do=reread`}>
                <Button icon={<RefreshCw size={16} aria-hidden />}>{t("money.payee.reread")}</Button>
              </PostForm>
            )}
          </div>
        ) : (
          <Notice>{t("money.payee.notYours")}</Notice>
        )}
      </Card>
    </Page>
  );
}
