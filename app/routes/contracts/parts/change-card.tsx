import { useTranslation } from "react-i18next";
import type { ChangeView, OfferView } from "#app/contracts/changes/queries.server.ts";
import type { ContractPage } from "#app/contracts/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { ChangeDiff } from "./change-diff.tsx";
import { RaiseForm } from "./pay-form.tsx";

type Both = { contract: ContractPage; order: ChangeView };
const tones = {
  PROPOSED: "warn",
  COUNTERED: "warn",
  FUNDING: "warn",
  AGREED: "ok",
  REJECTED: "neutral",
  WITHDRAWN: "neutral",
  EXPIRED: "neutral",
} as const;

/** The change order that is talked about now: what it changes, until when, and what the viewer can answer. */
export function ChangeCard({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const order = contract.changes.find((one) => one.open);
  const offer = order?.offers[0];
  if (!order || !offer) return null;
  const unpaid = order.state === "FUNDING";
  const until = unpaid ? order.payBy : order.answerBy;
  const mine = (unpaid ? "EMPLOYER" : order.turn) === contract.side;
  return (
    <Card
      id="change"
      title={t("contracts.changes.title")}
      actions={<Chip tone={tones[order.state]}>{t(`contracts.changes.state.${order.state}`)}</Chip>}
    >
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {contract.side && <strong>{t(`contracts.changes.turn.${mine ? (unpaid ? "pay" : "me") : "other"}`)}</strong>}
        {until && (
          <span className="text-muted">
            {t(unpaid ? "contracts.changes.expiresUnpaid" : "contracts.changes.expires")} <Deadline at={until} className="text-ink" />
          </span>
        )}
      </p>
      <Offer offer={offer} />
      {unpaid ? <Difference contract={contract} order={order} /> : <Answers contract={contract} order={order} />}
      <Earlier offers={order.offers.slice(1)} />
    </Card>
  );
}

function Offer({ offer }: { offer: OfferView }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{t("contracts.changes.by", { side: t(`contracts.side.${offer.side}`), at: offer.at })}</p>
      <Prose text={offer.note} />
      <ChangeDiff {...offer} />
      <p className="text-sm text-muted">
        {t("contracts.sign.hash")} <code className="break-all">{offer.hash}</code>
      </p>
    </div>
  );
}

function Earlier({ offers }: { offers: readonly OfferView[] }) {
  const { t } = useTranslation();
  if (offers.length === 0) return null;
  return (
    <details className="rounded-md border border-line px-4 py-2">
      <summary className="min-h-8 py-1 font-medium">{t("contracts.changes.history")}</summary>
      <ol className="grid gap-5 py-2">
        {offers.map((offer) => (
          <li key={offer.n} className="grid gap-1">
            <h3 className="font-medium">{t("contracts.changes.offer", { n: offer.n })}</h3>
            <Offer offer={offer} />
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Both agree; the employer's payment makes it so. */
function Difference({ contract, order }: Both) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <p>{t(`contracts.changes.payFirst.${contract.side ?? "PROVIDER"}`, { amountFen: order.raiseFen })}</p>
      {contract.mayPay && <RaiseForm orderId={order.id} amountFen={order.raiseFen} />}
    </div>
  );
}

function Answers({ contract, order }: Both) {
  const { t } = useTranslation();
  const offer = order.offers[0]!;
  if (!contract.side || !contract.mayAct) return null;
  const name = contract.side === "EMPLOYER" ? contract.employer.name : contract.provider.name;
  if (order.turn !== contract.side)
    return (
      <PostForm intent={`withdrawChange:${order.id}`}>
        <input type="hidden" name="orderId" value={order.id} />
        <Button size="sm" className="justify-self-start">
          {t("contracts.changes.withdraw")}
        </Button>
      </PostForm>
    );
  return (
    <div className="grid gap-4 border-t border-line pt-4">
      {contract.mayBegin && (
        <PostForm intent={`agreeChange:${order.id}`}>
          <input type="hidden" name="orderId" value={order.id} />
          <input type="hidden" name="offerHash" value={offer.hash} />
          <CheckField name="agree" label={t("contracts.changes.agreeTick", { name })} required />
          <Button variant="primary" className="justify-self-start">
            {t("contracts.changes.agree")}
          </Button>
        </PostForm>
      )}
      <div className="flex flex-wrap gap-2">
        {contract.mayBegin && (
          <ButtonLink to={`/contracts/${contract.id}/changes/new?counter=${order.id}`}>{t("contracts.changes.counter")}</ButtonLink>
        )}
        <PostForm intent={`rejectChange:${order.id}`}>
          <input type="hidden" name="orderId" value={order.id} />
          <Button variant="ghost">{t("contracts.changes.reject")}</Button>
        </PostForm>
      </div>
    </div>
  );
}

/** How earlier change orders ended. */
export function PastChanges({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const past = contract.changes.filter((order) => !order.open);
  if (past.length === 0) return null;
  return (
    <Card title={t("contracts.changes.past")}>
      {past.map((order) => (
        <details key={order.id} className="rounded-md border border-line px-4 py-2">
          <summary className="min-h-8 py-1">
            <span className="inline-flex flex-wrap items-center gap-x-3">
              <Chip tone={tones[order.state]}>{t(`contracts.changes.state.${order.state}`)}</Chip>
              <span className="line-clamp-1">{order.offers[0]?.note}</span>
              {order.endedAt && <When at={order.endedAt} className="text-sm text-muted" />}
            </span>
          </summary>
          <div className="grid gap-4 py-2">
            {order.offers[0] && <Offer offer={order.offers[0]} />}
            <Earlier offers={order.offers.slice(1)} />
          </div>
        </details>
      ))}
    </Card>
  );
}
