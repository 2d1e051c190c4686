import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { paymentOf } from "#app/contracts/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { actOn } from "./acts.server.ts";
import { PayForm, RaiseForm } from "./parts/pay-form.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

/** Where the payment page sends the payer back to. The page only displays: what is true is read from the channel and applied once. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const payment = orNotFound(await paymentOf(viewer, uuid(params.contractId), uuid(params.intentId)));
  const state = await finalise(payment.intentId, purposes);
  const shown =
    state === "SUCCEEDED" ? "done" : state === "FAILED" ? "failed" : state === "OPEN" || state === "CREATED" ? "open" : "unknown";
  const returned = new URL(request.url).searchParams.has("session_id");
  return { payment, shown: shown === "open" && returned ? ("unknown" as const) : (shown as "done" | "failed" | "open" | "unknown") };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOn(request, { viewer, contractId: uuid(params.contractId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("contracts.paid.title"));

const icons = { done: CircleCheck, open: CircleAlert, unknown: LoaderCircle, failed: CircleAlert };

export default function Paid() {
  const { payment, shown } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${payment.contractId}`);
  const Icon = icons[shown];
  return (
    <Page
      width="narrow"
      title={t("contracts.paid.title")}
      crumbs={[
        { label: t("contracts.page.crumb"), to: "/contracts" },
        { label: payment.title, to: `/contracts/${payment.contractId}` },
        { label: t("contracts.paid.title") },
      ]}
    >
      <Card>
        <Empty
          icon={
            <Icon
              size={36}
              aria-hidden
              className={shown === "done" ? "text-ok-600" : shown === "unknown" ? "animate-spin" : "text-warn-600"}
            />
          }
          title={t(`contracts.paid.${shown}`)}
          action={
            <>
              {shown === "unknown" && (
                <ButtonLink to="" reloadDocument>
                  {t("contracts.paid.reload")}
                </ButtonLink>
              )}
              <ButtonLink variant={shown === "done" ? "primary" : "secondary"} to={`/contracts/${payment.contractId}`}>
                {t("contracts.paid.back")}
              </ButtonLink>
            </>
          }
        >
          {t(payment.orderId && shown === "done" ? "contracts.changes.paidText" : `contracts.paid.${shown}Text`, {
            amountFen: payment.amountFen,
          })}
        </Empty>
        {(shown === "open" || shown === "failed") && payment.waiting && (
          <div className="border-t border-line pt-4">
            {payment.stageId && <PayForm stage={{ id: payment.stageId, amountFen: payment.amountFen }} />}
            {payment.orderId && <RaiseForm orderId={payment.orderId} amountFen={payment.amountFen} />}
          </div>
        )}
      </Card>
    </Page>
  );
}
