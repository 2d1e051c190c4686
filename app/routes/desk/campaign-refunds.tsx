import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { approveByHand } from "#app/campaigns/refunding/approve-by-hand.server.ts";
import { PaidForm, RefusedForm, ShownPayee } from "#app/campaigns/refunding/by-hand.ts";
import { payByHand } from "#app/campaigns/refunding/pay-by-hand.server.ts";
import { deskRefunds, type RefundShow } from "#app/campaigns/refunding/queries.server.ts";
import { refuseByHand } from "#app/campaigns/refunding/refuse-by-hand.server.ts";
import { retryRefund } from "#app/campaigns/refunding/retry-refund.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { id } from "#app/form.ts";
import { refuse, submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "../people/done.tsx";
import { RefundCard } from "./campaign-refund-card.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

const shows = ["stuck", "byHand", "asking", "onWay"] as const satisfies readonly RefundShow[];
const Query = z.object({ show: z.enum(shows).catch("stuck"), after: z.uuid().nullable().catch(null) });
const Of = z.object({ refundId: id });

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, after } = Query.parse({ show: search.get("show"), after: search.get("after") });
  return { ...(await deskRefunds(show, after)), show, after, me: viewer.userId };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const form = await receiveForm(request, viewer);
  const acts = {
    again: () => submitForm(form, Of, ({ refundId }) => retryRefund(viewer, refundId, "again")),
    byHand: () => submitForm(form, Of, ({ refundId }) => retryRefund(viewer, refundId, "byHand")),
    approve: () => submitForm(form, Of.extend(ShownPayee.shape), ({ refundId, ...seen }) => approveByHand(viewer, refundId, seen)),
    pay: () => submitForm(form, Of.extend(PaidForm.shape), ({ refundId, ...paid }) => payByHand(viewer, refundId, paid)),
    refuse: () => submitForm(form, Of.extend(RefusedForm.shape), ({ refundId, ...why }) => refuseByHand(viewer, refundId, why)),
  };
  const act = acts[String(form.get("intent")).split(":")[0] as keyof typeof acts];
  if (!act) throw refuse("unreadable");
  const done = await act();
  const { show } = Query.parse({ show: new URL(request.url).searchParams.get("show"), after: null });
  return done.ok ? redirect(`/desk/campaigns/refunds?show=${show}&done=done`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.payouts.desk.refunds"));

export default function DeskRefunds() {
  const { refunds, next, show, after, me } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const reply = useFormReply();
  return (
    <Page title={t("campaigns.payouts.desk.refunds")}>
      <CampaignTabs />
      <Done says={{ done: t("campaigns.payouts.desk.done") }} />
      <Tabs
        label={t("campaigns.payouts.desk.refunds")}
        tabs={shows.map((key) => ({ to: `?show=${key}`, label: t(`campaigns.payouts.desk.shows.${key}`), current: key === show }))}
      />
      {reply && reply.values.intent === undefined && <Refused reply={reply} />}
      {refunds.length === 0 && (
        <Card>
          <Empty title={t("campaigns.payouts.desk.noRefunds")} />
        </Card>
      )}
      {refunds.map((refund) => (
        <RefundCard key={refund.id} refund={refund} me={me} />
      ))}
      <Pager previous={after ? `?show=${show}` : null} next={next ? `?show=${show}&after=${next}` : null} />
    </Page>
  );
}
