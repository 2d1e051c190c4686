import { useTranslation } from "react-i18next";
import type { Move } from "#app/tasks/next-move.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { NextMove } from "#app/ui/deadline.tsx";

const labels = {
  edit: "tasks.bidding.edit",
  place: "tasks.bidding.place",
  qualify: "tasks.bidding.qualify",
  select: "tasks.bidding.select",
  answer: "tasks.bidding.answer",
  room: "tasks.bidding.room",
  watch: "tasks.bidding.watch",
  contract: "tasks.bidding.contract",
  draft: "tasks.posting.edit",
  fix: "tasks.bidding.fix",
} as const;

/** The panel that says whose turn it is, and what happens if nobody acts. */
export function TaskNext({ move, bare }: { move: Move | null; bare?: boolean }) {
  const { t } = useTranslation();
  if (!move) return null;
  return (
    <NextMove
      who={move.who}
      title={t(`tasks.bidding.next.${move.title as "DRAFT"}`)}
      otherwise={move.otherwise && t(`tasks.bidding.next.otherwise.${move.otherwise}`)}
      at={move.at}
    >
      {move.act && !bare && (
        <ButtonLink to={move.act.to} variant={move.act.label === "room" || move.act.label === "watch" ? "live" : "primary"}>
          {t(labels[move.act.label])}
        </ButtonLink>
      )}
    </NextMove>
  );
}
