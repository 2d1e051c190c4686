import { useTranslation } from "react-i18next";
import type { CaseEvent } from "#app/contracts/disputes/case-timeline.server.ts";
import { Card, Prose } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { When } from "#app/ui/deadline.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { SplitText } from "./dispute-case.tsx";

const edges = { EMPLOYER: "border-loess-500", PROVIDER: "border-river-600", DESK: "border-ink", CLOCK: "border-line" };

/** The whole case in the order in which it happened: contract, deliveries, messages, evidence, offers, decisions. */
export function DisputeTimeline({ events, amountFen }: { events: CaseEvent[]; amountFen: bigint }) {
  const { t } = useTranslation();
  return (
    <Card title={t("contracts.dispute.timeline")}>
      <ol className="grid gap-4">
        {events.map((event) => (
          <li key={event.id} className={cx("grid min-w-0 gap-1.5 border-l-4 pl-3", edges[event.who])}>
            <p className="flex flex-wrap gap-x-2 text-sm text-muted">
              <span className="font-medium text-ink">
                {t(`contracts.dispute.who.${event.who}`)} · {t(`contracts.dispute.event.${event.key}`, { n: event.round ?? 0 })}
              </span>
              <When at={event.at} />
            </p>
            {event.toProviderFen !== null && (
              <p>
                <SplitText amountFen={amountFen} toProviderFen={event.toProviderFen} />
              </p>
            )}
            {event.text && <Prose text={event.text} />}
            {event.files.length > 0 && <FileRows files={event.files} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}
