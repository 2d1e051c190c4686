import { useTranslation } from "react-i18next";
import type { waitingIntents } from "#app/payments/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";

type Waiting = Awaited<ReturnType<typeof waitingIntents>>[number];
const tones = {
  CREATED: "neutral",
  SENDING: "info",
  OPEN: "info",
  UNKNOWN: "warn",
  PARKED: "danger",
  SUCCEEDED: "ok",
  FAILED: "neutral",
} as const;

/** Money orders without an outcome, each with what is known and the one thing that may be done: ask the channel. */
export function BooksIntents({ intents }: { intents: Waiting[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("money.books.intents")} flush>
      <Table
        rows={intents}
        rowKey={(intent) => intent.id}
        caption={t("money.books.intents")}
        empty={t("money.books.noIntents")}
        columns={[
          {
            key: "what",
            head: t("money.books.order"),
            main: true,
            cell: (intent) => (
              <>
                {t(`money.intent.kind.${intent.kind}`)}
                <span className="block font-mono text-xs break-all text-muted">{intent.pspId ?? intent.id}</span>
              </>
            ),
          },
          {
            key: "state",
            head: t("money.books.state"),
            cell: (intent) => <Chip tone={tones[intent.state]}>{t(`money.intent.state.${intent.state}`)}</Chip>,
          },
          { key: "why", head: t("money.books.why"), cell: (intent) => intent.lastError, className: "break-words max-w-xs" },
          { key: "amount", head: t("money.books.amount"), end: true, cell: (intent) => <Money fen={intent.amountFen} /> },
          { key: "at", head: t("money.books.createdAt"), cell: (intent) => <When at={intent.createdAt} /> },
          {
            key: "do",
            head: <span className="sr-only">{t("money.books.resolve")}</span>,
            cell: (intent) => (
              <div className="flex flex-wrap justify-end gap-2">
                <PostForm intent={`resolve-${intent.id}`}>
                  <input type="hidden" name="intentId" value={intent.id} />
                  <Button size="sm">{t("money.books.resolve")}</Button>
                </PostForm>
                {intent.state === "PARKED" && (
                  <ButtonLink size="sm" to={`/desk/books/manual/new?kind=INTENT&of=${intent.id}`}>
                    {t("reconcile.manual.propose")}
                  </ButtonLink>
                )}
              </div>
            ),
          },
        ]}
      />
    </Card>
  );
}
