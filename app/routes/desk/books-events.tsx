import { useTranslation } from "react-i18next";
import type { waitingEvents } from "#app/payments/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";
import { Table } from "#app/ui/table.tsx";

type Waiting = Awaited<ReturnType<typeof waitingEvents>>[number] & { isOld: boolean };

/** Events of the channel that were not worked on yet; one that has waited for a day may be set aside with a reason. */
export function BooksEvents({ events }: { events: Waiting[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("money.books.events")} flush>
      <Table
        rows={events}
        rowKey={(event) => event.eventId}
        caption={t("money.books.events")}
        empty={t("money.books.noEvents")}
        columns={[
          {
            key: "type",
            head: t("money.books.eventType"),
            main: true,
            cell: (event) => (
              <>
                {event.type}
                <span className="block font-mono text-xs break-all text-muted">{event.eventId}</span>
              </>
            ),
          },
          { key: "attempts", head: t("money.books.attempts"), end: true, cell: (event) => event.attempts },
          { key: "why", head: t("money.books.why"), cell: (event) => event.lastError, className: "break-words" },
          { key: "at", head: t("money.books.receivedAt"), cell: (event) => <When at={event.receivedAt} /> },
          {
            key: "do",
            head: <span className="sr-only">{t("money.books.setAside")}</span>,
            cell: (event) =>
              event.isOld ? (
                <ReasonDialog
                  intent={`aside:${event.eventId}`}
                  variant="danger"
                  quiet="secondary"
                  size="sm"
                  trigger={t("money.books.setAside")}
                  intro={t("money.books.setAsideIntro")}
                  label={t("money.books.setAsideWhy")}
                  least={4}
                  most={300}
                  hidden={{ eventId: event.eventId }}
                />
              ) : (
                <span className="text-sm text-muted">{t("money.books.setAsideLater")}</span>
              ),
          },
        ]}
      />
    </Card>
  );
}
