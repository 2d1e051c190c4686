import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CircleAlert, CircleCheck, LoaderCircle, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { debtPayment, wentBackFen } from "#app/debts/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";

/** Where the payment page sends the payer of a debt back to. It only displays: what is true is read from the channel. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const payment = orNotFound(await debtPayment(viewer, orNotFound(z.uuid().safeParse(params.intentId).data)));
  const state = await finalise(payment.intentId, purposes);
  const returned = new URL(request.url).searchParams.has("session_id");
  if (state === "SUCCEEDED") {
    const backFen = await wentBackFen(payment.paymentId);
    const shown = backFen === 0n ? ("done" as const) : backFen < payment.amountFen ? ("partly" as const) : ("returned" as const);
    return { payment, backFen, shown };
  }
  if (state === "FAILED") return { payment, backFen: 0n, shown: "failed" as const };
  const open = (state === "OPEN" || state === "CREATED") && !returned;
  return { payment, backFen: 0n, shown: open ? ("open" as const) : ("unknown" as const) };
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("cards.debt.paidTitle"));

const icons = { done: CircleCheck, partly: Undo2, returned: Undo2, open: CircleAlert, unknown: LoaderCircle, failed: CircleAlert };

export default function DebtPaid() {
  const { payment, backFen, shown } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("payee");
  const Icon = icons[shown];
  const look = shown === "done" ? "text-ok-600" : shown === "unknown" ? "animate-spin" : "text-warn-600";
  return (
    <Page width="narrow" title={t("cards.debt.paidTitle")}>
      <Card>
        <Empty
          icon={<Icon size={36} aria-hidden className={look} />}
          title={t(`cards.debt.after.${shown}`)}
          action={
            <>
              {shown === "unknown" && (
                <ButtonLink to="" reloadDocument>
                  {t("cards.debt.reload")}
                </ButtonLink>
              )}
              <ButtonLink variant={shown === "done" ? "primary" : "secondary"} to={`/debts/${payment.debtId}`}>
                {t("cards.debt.toDebt")}
              </ButtonLink>
            </>
          }
        >
          {t(`cards.debt.afterText.${shown}`, { amountFen: payment.amountFen, backFen })}
        </Empty>
      </Card>
    </Page>
  );
}
