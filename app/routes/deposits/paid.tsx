import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CircleAlert, CircleCheck, LoaderCircle, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { depositPayment, wasWanted } from "#app/deposits/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";

/** Where the payment page sends the payer of a deposit or a bond back to. It only displays: what is true is read from the channel. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const payment = orNotFound(await depositPayment(viewer, orNotFound(z.uuid().safeParse(params.intentId).data)));
  const state = await finalise(payment.intentId, purposes);
  const returned = new URL(request.url).searchParams.has("session_id");
  if (state === "SUCCEEDED") return { payment, shown: (await wasWanted(payment.paymentId)) ? ("done" as const) : ("returned" as const) };
  if (state === "FAILED") return { payment, shown: "failed" as const };
  const open = (state === "OPEN" || state === "CREATED") && !returned;
  return { payment, shown: open ? ("open" as const) : ("unknown" as const) };
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("deposits.paid.title"));

const icons = { done: CircleCheck, open: CircleAlert, unknown: LoaderCircle, failed: CircleAlert, returned: Undo2 };

export default function DepositPaid() {
  const { payment, shown } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("deposits");
  const Icon = icons[shown];
  const back = payment.taskId ? `/tasks/${payment.taskId}/edit?step=check` : `/deposit?org=${payment.orgId}`;
  const look = shown === "done" ? "text-ok-600" : shown === "unknown" ? "animate-spin" : "text-warn-600";
  return (
    <Page width="narrow" title={t("deposits.paid.title")}>
      <Card>
        <Empty
          icon={<Icon size={36} aria-hidden className={look} />}
          title={t(`deposits.paid.${shown}`)}
          action={
            <>
              {shown === "unknown" && (
                <ButtonLink to="" reloadDocument>
                  {t("deposits.paid.reload")}
                </ButtonLink>
              )}
              <ButtonLink variant={shown === "done" ? "primary" : "secondary"} to={back}>
                {t(payment.taskId && shown === "done" ? "deposits.paid.publish" : "deposits.paid.back")}
              </ButtonLink>
            </>
          }
        >
          {t(`deposits.paid.${shown}Text`, { amountFen: payment.amountFen })}
        </Empty>
      </Card>
    </Page>
  );
}
