import { Form } from "@remix-run/react";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormReply } from "#app/form.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { refusalOf } from "#app/tasks/live/auction-answer.ts";
import type { Own, RoomState } from "#app/tasks/live/auction-views.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Stat } from "#app/ui/card.tsx";
import { describedBy, FieldFrame } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSay } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { formatPoints } from "./points.ts";
import { freshIntent, sendBid } from "./use-room.ts";

type Told = { tone: "ok" | "danger" | "warn"; text: string; field?: string };

/** One's own row in the room and the form that changes it. */
export function BidPanel(props: {
  room: RoomState;
  own: Own;
  mayBid: boolean;
  intentId: string;
  reply: FormReply | undefined;
  accepted: string | null;
  connected: boolean;
}) {
  const { t } = useTranslation();
  const { room, own, mayBid } = props;
  const behind = room.leaderMilli === undefined ? null : room.leaderMilli - own.scoreMilli;
  const closed = !mayBid
    ? "notYours"
    : room.phase === "RUNNING"
      ? null
      : room.phase === "PAUSED"
        ? "paused"
        : room.phase === "CLOSED"
          ? "closed"
          : "none";
  return (
    <Card title={t("live.own.title")} className="border-loess-200">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
        <Stat
          label={t("live.own.rank")}
          value={<output aria-live="polite">{t("live.own.rankOf", { rank: own.rank })}</output>}
          note={t("live.own.of", { count: room.bidders })}
          tone="live"
        />
        <Stat
          label={t("live.own.score")}
          value={formatPoints(own.scoreMilli)}
          note={behind === null ? undefined : behind <= 0 ? t("live.own.leading") : t("live.own.behind", { points: formatPoints(behind) })}
        />
        <Stat
          label={t("live.own.price")}
          value={<Money fen={own.priceFen} />}
          note={t("live.own.opening", { openingFen: String(own.openingFen) })}
        />
      </dl>
      {closed && <p className="text-muted">{t(`live.bid.${closed}`)}</p>}
      {/* A pause disables the form and keeps what was typed. */}
      {(!closed || closed === "paused") && (
        <fieldset disabled={closed === "paused"} className="min-w-0">
          <BidForm {...props} />
        </fieldset>
      )}
    </Card>
  );
}

function BidForm({ room, own, intentId, reply, accepted, connected }: Parameters<typeof BidPanel>[0]) {
  const { t } = useTranslation();
  const say = useSay();
  const running = useRunning();
  const [price, setPrice] = useState(String(reply?.values.price ?? ""));
  const [confirm, setConfirm] = useState("");
  const [asked, setAsked] = useState(reply?.refusal?.params.field === "confirm");
  const [told, setTold] = useState<Told | null>(null);
  const [sending, setSending] = useState(false);
  // One number for one attempt: kept while the outcome is unknown, so that sending again can't count twice.
  const attempt = useRef({ price: "", intentId });
  const confirmId = useId();
  const complaints = (name: string) => [
    ...(reply?.errors[name] ?? []).map(say.complaint),
    ...(reply?.refusal?.params.field === name ? [say.refusal(reply.refusal)] : []),
    ...(told?.field === name ? [told.text] : []),
  ];
  const loose =
    told && !told.field
      ? told
      : reply?.refusal && reply.refusal.params.field === undefined
        ? { tone: "danger" as const, text: say.refusal(reply.refusal) }
        : null;
  const hint =
    own.mostFen < own.floorFen
      ? t("live.bid.atFloor")
      : t("live.bid.hint", { mostFen: String(own.mostFen), stepFen: String(room.minStepFen), floorFen: String(own.floorFen) });

  async function send(event: FormEvent<HTMLFormElement>) {
    if (!connected) return; // the plain form does it
    event.preventDefault();
    if (sending) return;
    const form = new FormData(event.currentTarget);
    if (attempt.current.price !== price) attempt.current = { price, intentId: freshIntent() };
    setSending(true);
    setTold(null);
    const fields = { price, confirm, expectV: String(form.get("expectV") ?? ""), intentId: attempt.current.intentId };
    const reply = await sendBid(room.taskId, fields);
    setSending(false);
    if (!reply) return setTold({ tone: "warn", text: t("live.bid.noAnswer") });
    if (!reply.ok)
      return setTold({
        tone: "danger",
        text: reply.refusal.code === "unreadable" ? say.complaint({ code: "money" }) : say.refusal(reply.refusal),
        field: reply.refusal.code === "unreadable" ? "price" : undefined,
      });
    if (!reply.answer.ok) {
      const refused = refusalOf(reply.answer);
      setAsked(refused.field === "confirm");
      // A refused bid was decided; the next attempt is a new one. Only the confirmation goes on with the same price.
      attempt.current = { price: "", intentId: "" };
      return setTold({ tone: "danger", text: say.refusal(refused), field: refused.field });
    }
    const { priceFen, seq, rank } = reply.answer;
    attempt.current = { price: "", intentId: "" };
    setPrice("");
    setConfirm("");
    setAsked(false);
    setTold({ tone: "ok", text: t("live.bid.accepted", { priceFen: String(priceFen), seq, rank }) });
  }

  return (
    <Form method="post" onSubmit={send} className="grid gap-4" noValidate>
      <input type="hidden" name="intentId" value={intentId} />
      <PriceInput value={price} onChange={setPrice} errors={complaints("price")} hint={hint} />
      {running && own.mostFen >= own.floorFen && (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-muted">{t("live.bid.steps")}</span>
          {[1, 2, 5].map((n) => {
            const fen = own.priceFen - n * room.minStepFen;
            return (
              <Button key={n} type="button" size="sm" disabled={fen < own.floorFen} onClick={() => setPrice(fenToInput(fen))}>
                {n === 1 ? t("live.bid.stepOne") : t("live.bid.stepMany", { count: n })}
              </Button>
            );
          })}
        </div>
      )}
      {(asked || complaints("confirm").length > 0) && (
        <FieldFrame id={confirmId} label={t("live.bid.confirm")} hint={t("live.bid.confirmHint")} errors={complaints("confirm")} required>
          <input
            id={confirmId}
            name="confirm"
            className="box-field"
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            value={confirm}
            onChange={(e) => setConfirm(e.target.value)}
            aria-describedby={describedBy(confirmId, complaints("confirm"), true)}
          />
        </FieldFrame>
      )}
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" name="expectV" value={room.v} className="size-4" /> {t("live.bid.onlyIfSame")}
      </label>
      <Button variant="live" size="lg" wide disabled={sending}>
        {sending ? t("live.bid.sending") : t("live.bid.send")}
      </Button>
      <div aria-live="polite" className="min-h-12">
        {loose ? <Notice tone={loose.tone}>{loose.text}</Notice> : accepted && !told ? <Notice tone="ok">{accepted}</Notice> : null}
      </div>
    </Form>
  );
}

function PriceInput({
  value,
  onChange,
  errors,
  hint,
}: {
  value: string;
  onChange: (text: string) => void;
  errors: string[];
  hint: string;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <FieldFrame id={id} label={t("live.bid.price")} hint={hint} errors={errors} required>
      <span className="relative block">
        <input
          id={id}
          name="price"
          className="box-field digits pr-14 text-xl font-semibold"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          placeholder="0.00"
          value={value}
          onChange={(e) => onChange(e.target.value)}
          aria-invalid={errors.length > 0 || undefined}
          aria-describedby={describedBy(id, errors, hint)}
        />
        <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted">{t("ui.money.yuan")}</span>
      </span>
    </FieldFrame>
  );
}
