import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { payDebt } from "#app/debts/pay-debt.server.ts";
import { debtPage } from "#app/debts/queries.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputes } from "../money/parts/card-disputes.tsx";
import { DebtWhy, Repayments } from "../money/parts/debts.tsx";

const idOf = (text: string | undefined) => orNotFound(z.uuid().safeParse(text).data);

/** What is owed, why, what repaid it so far, and the button that pays the rest. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  return { debt: orNotFound(await debtPage(viewer, idOf(params.debtId))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const debtId = idOf(params.debtId);
  const done = await submit(request, z.strictObject({}), async () => {
    await limit("act", viewer);
    const { intentId } = await payDebt(viewer, debtId);
    const title = i18nFor(viewer.locale).t("cards.debt.payTitle");
    return checkoutUrl(intentId, { title, locale: viewer.locale, returnPath: `/debts/paid/${intentId}` });
  });
  return done.ok ? redirect(done.value, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("cards.debt.payTitle"));

export default function DebtRoute() {
  const { debt } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("payee");
  const { dueFen, amountFen, repaidFen, orgId } = debt;
  const list = `/payee?org=${orgId}#debts`;
  return (
    <Page
      width="text"
      title={t("cards.debt.payTitle")}
      crumbs={[{ label: t("money.payee.title"), to: list }, { label: t("cards.debt.payTitle") }]}
      chips={<Chip tone={dueFen > 0n ? "warn" : "ok"}>{dueFen > 0n ? t("cards.debt.owed") : t("cards.debt.closed")}</Chip>}
    >
      <Card>
        <KeyValue
          pairs={[
            { label: t("cards.debt.owed"), value: <Money fen={dueFen} strong className="text-lg" /> },
            {
              label: t("cards.why"),
              value: <DebtWhy debt={debt} />,
            },
            { label: t("cards.debt.arose"), value: <When at={debt.createdAt} /> },
            { label: t("cards.debt.whole"), value: t("cards.debt.of", { amountFen, repaidFen }) },
          ]}
        />
        <Repayments repayments={debt.repayments} />
      </Card>
      {dueFen > 0n && (
        <Card title={t("cards.debt.pay")}>
          <p>{t("cards.debt.payText", { fen: dueFen })}</p>
          {debt.others > 0 && <p className="text-sm text-muted">{t("cards.debt.others", { n: debt.others })}</p>}
          {!debt.mayPay ? (
            <Notice>{t("cards.debt.notYours")}</Notice>
          ) : debt.payable ? (
            <PostForm intent="pay">
              <Button variant="primary" className="justify-self-start">
                {t("cards.debt.payNow", { fen: dueFen })}
              </Button>
            </PostForm>
          ) : (
            <Notice>{t("cards.debt.small")}</Notice>
          )}
        </Card>
      )}
      {debt.payments.some(({ backFen }) => backFen > 0n) && (
        <Card title={t("cards.debt.backTitle")}>
          <ul className="grid gap-2">
            {debt.payments
              .filter(({ backFen }) => backFen > 0n)
              .map((one) => (
                <li key={one.id} className="flex flex-wrap justify-between gap-x-4">
                  <span>
                    {t(`cards.debt.back.${one.backState ?? "READY"}`)} {one.paidAt && <When at={one.paidAt} className="text-muted" />}
                  </span>
                  <Money fen={one.backFen} />
                </li>
              ))}
          </ul>
        </Card>
      )}
      <CardDisputes disputes={debt.disputes} side="payer" />
    </Page>
  );
}
