import { useTranslation } from "react-i18next";
import { otherSide } from "#app/contracts/contract.ts";
import { type DisputeState, disputeFlow, shareOf } from "#app/contracts/disputes/dispute.ts";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { allows } from "#app/flow.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { SplitText } from "./dispute-case.tsx";
import { SplitField } from "./split-field.tsx";

const may = (verb: keyof typeof disputeFlow, state: DisputeState) => allows<DisputeState>(disputeFlow, verb, state);

/** What each side offers now and offered before; who may, accepts the other's or makes another. */
export function DisputeOffers({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  const { amountFen, viewerSide, state, mayAct } = dispute;
  const newest = (side: "EMPLOYER" | "PROVIDER") => dispute.offers.filter((o) => o.side === side).at(-1);
  const theirs = viewerSide && newest(otherSide(viewerSide));
  const mine = viewerSide && newest(viewerSide);
  const current = new Set([newest("EMPLOYER")?.id, newest("PROVIDER")?.id]);
  const earlier = dispute.offers.filter((o) => !current.has(o.id));
  return (
    <Card title={t("contracts.dispute.offers.title")} id="offers">
      <dl className="grid gap-3 sm:grid-cols-2">
        {(["EMPLOYER", "PROVIDER"] as const).map((side) => {
          const offer = newest(side);
          return (
            <div key={side} className="grid content-start gap-0.5 rounded-md border border-line px-4 py-3">
              <dt className="text-sm text-muted">{t("contracts.dispute.offers.theirs", { side: t(`contracts.side.${side}`) })}</dt>
              <dd>
                {offer ? <SplitText amountFen={amountFen} toProviderFen={offer.toProviderFen} /> : t("contracts.dispute.offers.none")}
                {offer && <When at={offer.at} className="block text-sm text-muted" />}
              </dd>
            </div>
          );
        })}
      </dl>
      {mayAct && theirs && may("acceptOffer", state) && (
        <div className="flex flex-wrap">
          <Dialog
            trigger={t("contracts.dispute.offers.accept")}
            title={t("contracts.dispute.offers.acceptTitle")}
            intro={t("contracts.dispute.offers.acceptText", {
              toProviderFen: theirs.toProviderFen,
              toEmployerFen: amountFen - theirs.toProviderFen,
            })}
            intent="acceptOffer"
            variant="primary"
          >
            <PostForm intent="acceptOffer">
              <input type="hidden" name="disputeId" value={dispute.id} />
              <input type="hidden" name="offerId" value={theirs.id} />
              <Button variant="primary">{t("contracts.dispute.offers.accept")}</Button>
            </PostForm>
          </Dialog>
        </div>
      )}
      {mayAct && may("makeOffer", state) && (
        <PostForm intent="offer" key={mine?.id}>
          <input type="hidden" name="disputeId" value={dispute.id} />
          <SplitField
            label={t("contracts.dispute.offers.share")}
            amountFen={amountFen}
            start={mine ? Math.round(shareOf(amountFen, mine.toProviderFen)) : 50}
          />
          <p className="text-sm text-muted">{t("contracts.dispute.offers.makeText")}</p>
          <Button className="justify-self-start">{t("contracts.dispute.offers.make")}</Button>
        </PostForm>
      )}
      {earlier.length > 0 && (
        <details>
          <summary className="text-sm text-muted">{t("contracts.dispute.offers.before")}</summary>
          <ol className="mt-2 grid gap-1 text-sm">
            {earlier.map((o) => (
              <li key={o.id}>
                {t(`contracts.side.${o.side}`)} · <SplitText amountFen={amountFen} toProviderFen={o.toProviderFen} />{" "}
                <When at={o.at} className="text-muted" />
              </li>
            ))}
          </ol>
        </details>
      )}
    </Card>
  );
}
