import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { NextSteps } from "#app/campaigns/fulfilling/next-steps.server.ts";
import { fulfilmentSteps } from "#app/campaigns/fulfilling/steps.ts";
import { Card } from "#app/ui/card.tsx";
import { Stepper, stepsOf } from "#app/ui/chip.tsx";
import { Deadline } from "#app/ui/deadline.tsx";

/** From the success to the last parcel: where it is, and what waits for the creator until when. */
export function FulfilmentSteps({ campaignId, next }: { campaignId: string; next: NextSteps }) {
  const { t } = useTranslation();
  const base = `/campaigns/${campaignId}/manage`;
  const todo: { key: string; to: string; label: ReactNode; at: Date | null }[] = [];
  if (next.toAnswer > 0)
    todo.push({
      key: "answer",
      to: `${base}/defects`,
      label: t("campaigns.fulfilling.next.answer", { n: next.toAnswer }),
      at: next.answerBy,
    });
  if (next.newDateBy)
    todo.push({ key: "newDate", to: `${base}/changes`, label: t("campaigns.fulfilling.next.newDate"), at: next.newDateBy });
  if (next.surveyBy) todo.push({ key: "survey", to: `${base}/survey`, label: t("campaigns.fulfilling.next.survey"), at: next.surveyBy });
  if (next.locksAt) todo.push({ key: "locks", to: `${base}/survey`, label: t("campaigns.fulfilling.next.locks"), at: next.locksAt });
  if (next.updateBy)
    todo.push({ key: "update", to: `${base}/updates/new`, label: t("campaigns.fulfilling.next.update"), at: next.updateBy });
  if (!next.done && next.at !== "collect" && next.share.shippable > next.share.delivered)
    todo.push({
      key: "send",
      to: `${base}/batches`,
      label: t("campaigns.fulfilling.next.send", {
        n: next.share.shippable - next.share.sent,
        rest: next.share.shippable - next.share.delivered,
      }),
      at: null,
    });
  return (
    <Card title={t("campaigns.fulfilling.next.title")}>
      <Stepper
        label={t("campaigns.fulfilling.next.title")}
        steps={stepsOf(fulfilmentSteps, next.at, (key) => t(`campaigns.fulfilling.next.steps.${key}`), next.done)}
      />
      {todo.length > 0 && (
        <ul className="grid gap-2">
          {todo.map(({ key, to, label, at }) => (
            <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-t border-line pt-2">
              <Link to={to} className="text-river-700 hover:underline">
                {label}
              </Link>
              {at && <Deadline at={at} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
