import { useTranslation } from "react-i18next";
import type { orderById } from "#app/payments/queries.server.ts";
import type { SuspenseItem } from "#app/people/desk/manual/queries.server.ts";
import type { HandRefund } from "#app/settler.server.ts";
import { KeyValue } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";

type Subject = {
  item: SuspenseItem | null;
  refund: HandRefund | null;
  order: Awaited<ReturnType<typeof orderById>>;
};

/** What a proposal is about: a channel transaction, a refund or an order. */
export function ManualSubject({ item, refund, order }: Subject) {
  const { t } = useTranslation();
  return (
    <>
      {item && (
        <KeyValue
          pairs={[
            {
              label: t("reconcile.manual.transaction"),
              value: <span className="font-mono text-sm break-all">{item.transactionId}</span>,
            },
            { label: t("reconcile.manual.source"), value: <span className="font-mono text-sm break-all">{item.source}</span> },
            { label: t("reconcile.manual.amount"), value: <Money fen={item.netFen} sign strong /> },
          ]}
        />
      )}
      {refund && (
        <KeyValue
          pairs={[
            { label: t("reconcile.manual.what"), value: `${refund.title} · ${refund.stage}` },
            { label: t("reconcile.manual.party"), value: refund.party },
            { label: t("reconcile.manual.amount"), value: <Money fen={refund.amountFen} strong /> },
          ]}
        />
      )}
      {order && (
        <KeyValue
          pairs={[
            { label: t("money.books.order"), value: t(`money.intent.kind.${order.kind}`) },
            { label: t("money.books.why"), value: order.lastError },
            { label: t("reconcile.manual.amount"), value: <Money fen={order.amountFen} strong /> },
          ]}
        />
      )}
    </>
  );
}
