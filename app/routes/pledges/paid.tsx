import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { paymentOf } from "#app/campaigns/pledging/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);
type Shown = "doneCard" | "donePay" | "late" | "limited" | "open" | "unknown" | "failed";

/** Where the till's page sends the backer back to. What is true is read from the channel and applied once. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const [pledgeId, intentId] = [uuid(params.pledgeId), uuid(params.intentId)];
  orNotFound(await paymentOf(viewer, pledgeId, intentId));
  const state = await finalise(intentId, purposes);
  const payment = orNotFound(await paymentOf(viewer, pledgeId, intentId));
  const returned = new URL(request.url).searchParams.has("session_id");
  let shown: Shown = "unknown";
  if (state === "SUCCEEDED") shown = payment.counts ? (payment.keepsCard ? "doneCard" : "donePay") : payment.limited ? "limited" : "late";
  else if (state === "FAILED") shown = "failed";
  else if ((state === "OPEN" || state === "CREATED") && !returned) shown = "open";
  return { payment, shown };
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.pledging.paid.title"));

const icons = {
  doneCard: CircleCheck,
  donePay: CircleCheck,
  late: CircleAlert,
  limited: CircleAlert,
  open: CircleAlert,
  unknown: LoaderCircle,
  failed: CircleAlert,
};
const looks = {
  doneCard: "text-ok-600",
  donePay: "text-ok-600",
  late: "text-warn-600",
  limited: "text-warn-600",
  open: "text-warn-600",
  unknown: "animate-spin",
  failed: "text-warn-600",
};

export default function Paid() {
  const { payment, shown } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`pledge:${payment.pledgeId}`);
  const Icon = icons[shown];
  const pledge = `/pledges/${payment.pledgeId}`;
  return (
    <Page
      width="narrow"
      title={t("campaigns.pledging.paid.title")}
      crumbs={[
        { label: t("campaigns.pledging.page.crumb"), to: "/my/pledges" },
        { label: payment.campaign.title, to: pledge },
        { label: t("campaigns.pledging.paid.title") },
      ]}
    >
      <Card>
        <Empty
          icon={<Icon size={36} aria-hidden className={looks[shown]} />}
          title={t(`campaigns.pledging.paid.${shown}`)}
          action={
            <>
              {shown === "unknown" && (
                <ButtonLink to="" reloadDocument>
                  {t("campaigns.pledging.paid.reload")}
                </ButtonLink>
              )}
              <ButtonLink variant="primary" to={pledge}>
                {t("campaigns.pledging.paid.back")}
              </ButtonLink>
            </>
          }
        >
          {t(`campaigns.pledging.paid.${shown}Text`, { amountFen: payment.amountFen })}
        </Empty>
      </Card>
    </Page>
  );
}
