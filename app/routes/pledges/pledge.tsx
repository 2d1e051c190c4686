import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deliveryOf } from "#app/campaigns/fulfilling/delivery.server.ts";
import { pledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { pledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { disputesAbout } from "#app/payments/card-dispute-queries.server.ts";
import { placedIn } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputes } from "../money/parts/card-disputes.tsx";
import { actOnPledge } from "./acts.server.ts";
import { DeliveryBox } from "./parts/delivery-box.tsx";
import { PledgeActs } from "./parts/pledge-acts.tsx";
import { PledgeContents, PledgeSide } from "./parts/pledge-contents.tsx";
import { PledgeMove } from "./parts/pledge-move.tsx";
import { PledgeChip } from "./parts/pledge-words.tsx";
import { RecoveryBox } from "./parts/recovery-box.tsx";
import { RefundBox } from "./parts/refund-box.tsx";
import { RelationBox } from "./parts/relation-box.tsx";
import { RiseBox } from "./parts/rise-box.tsx";
import { SurveyBox } from "./parts/survey-box.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const pledgeId = uuid(params.pledgeId);
  const [pledge, delivery, money, cards] = await Promise.all([
    appNow().then((now) => pledgePage(viewer, pledgeId, now)),
    deliveryOf(viewer, pledgeId),
    pledgeMoney(viewer, pledgeId),
    disputesAbout("pledge", [pledgeId]),
  ]);
  const language = languageOf(request);
  const { shipTo, ...sent } = orNotFound(delivery);
  return {
    pledge: placedIn(language, orNotFound(pledge)),
    delivery: { ...sent, shipTo: shipTo && placedIn(language, shipTo) },
    money: orNotFound(money),
    cards,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOnPledge(request, { viewer, pledgeId: uuid(params.pledgeId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}

/** After a "no" the page shows what is true now. */
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { pledge }) => `${t("campaigns.pledging.page.title")} · ${pledge.campaign.title}`);

export default function PledgeRoute() {
  const { pledge, delivery, money, cards } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { campaign } = pledge;
  useSignal(`pledge:${pledge.id}`);
  const reply = useFormReply();
  return (
    <Page
      title={campaign.title}
      intro={t("campaigns.pledging.page.to", { name: campaign.creator.name })}
      chips={<PledgeChip state={pledge.state} />}
      crumbs={[{ label: t("campaigns.pledging.page.crumb"), to: "/my/pledges" }, { label: campaign.title }]}
      actions={
        <ButtonLink size="sm" to={`/campaigns/${campaign.id}`}>
          {t("campaigns.pledging.page.campaign")}
        </ButtonLink>
      }
    >
      {reply && reply.values.intent === undefined && <Refused reply={reply} />}
      <PledgeMove pledge={pledge} rise={money.rise} />
      <Columns side={<PledgeSide pledge={pledge} />}>
        <CardDisputes disputes={cards} side="backer" />
        <RecoveryBox money={money} />
        <RiseBox money={money} />
        <SurveyBox delivery={delivery} />
        <DeliveryBox delivery={delivery} />
        <PledgeContents pledge={pledge} />
        <RelationBox pledge={pledge} />
        <RefundBox money={money} />
        <PledgeActs pledge={pledge} />
      </Columns>
    </Page>
  );
}
