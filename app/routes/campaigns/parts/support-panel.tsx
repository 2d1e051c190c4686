import { Form } from "@remix-run/react";
import { BellPlus, BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fundedBps } from "#app/campaigns/campaign.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { CampaignPageData } from "#app/campaigns/showing/campaign-page.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { When } from "#app/ui/deadline.tsx";
import { LocalTime } from "./local-time.tsx";
import { Bar, headlineFen, TimeLeft } from "./words.tsx";

type Shown = { data: CampaignPageData; state: PublicState };

/** Where the campaign stands: two honest bars, who backs it, how long it runs, and the one thing to do. */
export function SupportPanel({ data, state }: Shown) {
  const { campaign } = data;
  return (
    <section aria-labelledby="numbers" className="grid content-start gap-5 rounded-lg border border-line bg-panel p-5 shadow-panel">
      {state.lifecycle === "PRELAUNCH" ? <Preview data={data} state={state} /> : <Numbers data={data} state={state} />}
      <Act data={data} state={state} />
      {state.lifecycle === "LIVE" && campaign.deadlineAt && <Ends at={campaign.deadlineAt} goalFen={campaign.goalFen} />}
    </section>
  );
}

function Numbers({ data: { campaign }, state }: Shown) {
  const { t } = useTranslation();
  const pledged = fundedBps({ pledgedFen: BigInt(state.pledgedFen), goalFen: campaign.goalFen });
  const received = fundedBps({ pledgedFen: BigInt(state.keptFen), goalFen: campaign.goalFen });
  return (
    <>
      <h2 id="numbers" className="sr-only">
        {t("campaigns.showing.numbers")}
      </h2>
      <div className="grid gap-1.5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span>
            <span className="text-sm text-muted">{t("campaigns.showing.pledged")}</span>{" "}
            <span className="digits text-3xl font-semibold text-river-700" aria-live="polite">
              {headlineFen(state.pledgedFen)}
            </span>
          </span>
          <span className="digits text-lg font-semibold">{t("campaigns.showing.percent", { percent: Math.floor(pledged / 100) })}</span>
        </p>
        <Bar bps={pledged} tone="river" label={t("campaigns.showing.pledgedOf")} />
        <p className="text-sm text-muted">{t("campaigns.showing.goal", { goalFen: headlineFen(campaign.goalFen) })}</p>
      </div>
      <div className="grid gap-1.5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span>
            <span className="text-sm text-muted">{t("campaigns.showing.received")}</span>{" "}
            <span className="digits text-lg font-semibold text-loess-700">{headlineFen(state.keptFen)}</span>
          </span>
          <span className="digits text-sm font-medium">{t("campaigns.showing.percent", { percent: Math.floor(received / 100) })}</span>
        </p>
        <Bar bps={received} tone="loess" label={t("campaigns.showing.receivedOf")} />
        <p className="text-sm text-muted">{t(`campaigns.showing.receivedHint.${collectedSoFar(state.lifecycle)}`)}</p>
      </div>
      <dl className="grid grid-cols-2 gap-4">
        <div>
          <dd className="digits text-xl font-semibold">{state.backers}</dd>
          <dt className="text-sm text-muted">{t("campaigns.showing.backersWord")}</dt>
        </div>
        {state.lifecycle === "LIVE" && state.deadlineAt !== null && (
          <div>
            <dd className="text-xl font-semibold">
              <TimeLeft at={state.deadlineAt} />
            </dd>
            <dt className="text-sm text-muted">{t("campaigns.showing.leftWord")}</dt>
          </div>
        )}
      </dl>
    </>
  );
}
const collectedSoFar = (lifecycle: PublicState["lifecycle"]) =>
  lifecycle === "FAILED" || lifecycle === "CANCELLED" ? "ended" : lifecycle === "SUCCESSFUL" ? "funded" : "running";

function Preview({ data: { campaign }, state }: Shown) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2">
      <h2 id="numbers" className="text-lg">
        {t("campaigns.showing.previewTitle")}
      </h2>
      <p>
        <span className="digits text-3xl font-semibold text-river-700">{state.followers}</span>{" "}
        <span className="text-muted">{t("campaigns.showing.followersWord")}</span>
      </p>
      <p className="text-muted">
        {t("campaigns.showing.previewGoal", { goalFen: headlineFen(campaign.goalFen), count: campaign.durationDays })}
      </p>
      {campaign.launchAt && (
        <p className="font-medium">
          {t("campaigns.showing.startsOn")} <When at={campaign.launchAt} />
        </p>
      )}
    </div>
  );
}

/** The button of the page: it is also at the foot of a phone's screen. */
export function SupportButton({ data, state, size = "lg" }: Shown & { size?: "md" | "lg" }) {
  const { t } = useTranslation();
  const { campaign, pledge } = data;
  if (pledge)
    return (
      <ButtonLink to={`/pledges/${pledge.id}`} variant="primary" size={size} wide>
        {t("campaigns.showing.yourPledge")}
      </ButtonLink>
    );
  if (!takesSupport(state, campaign.latePledge)) return null;
  return (
    <ButtonLink to={`/campaigns/${campaign.id}/pledge`} variant="live" size={size} wide>
      {t(state.lifecycle === "LIVE" ? "campaigns.showing.support" : "campaigns.showing.supportLate")}
    </ButtonLink>
  );
}

/** Whether a new pledge can be made at all: running, or funded with late pledging open; and nobody stopped it. */
export const takesSupport = (state: Pick<PublicState, "lifecycle" | "moderation">, late: CampaignPageData["campaign"]["latePledge"]) =>
  (state.moderation === "CLEAR" || state.moderation === "FLAGGED") &&
  (state.lifecycle === "LIVE" || (state.lifecycle === "SUCCESSFUL" && late === "OPEN"));

function Act({ data, state }: Shown) {
  return (
    <div className="grid gap-3">
      <div className="grid max-lg:hidden">
        <SupportButton data={data} state={state} />
      </div>
      {(state.lifecycle === "PRELAUNCH" || state.lifecycle === "LIVE") && data.role !== "creator" && <FollowButton data={data} />}
    </div>
  );
}

export function FollowButton({ data: { campaign, follows } }: { data: CampaignPageData }) {
  const { t } = useTranslation();
  const preview = campaign.lifecycle === "PRELAUNCH";
  return (
    <Form method="post" action={`/campaigns/${campaign.id}`} preventScrollReset className="grid gap-1.5">
      <Button
        name="intent"
        value={follows ? "unfollow" : "follow"}
        variant={preview && !follows ? "live" : "secondary"}
        size={preview ? "lg" : "md"}
        wide
        icon={follows ? <BellRing size={18} aria-hidden /> : <BellPlus size={18} aria-hidden />}
      >
        {t(follows ? "campaigns.showing.unfollow" : preview ? "campaigns.showing.followPreview" : "campaigns.showing.follow")}
      </Button>
      {preview && <p className="text-sm text-muted">{t("campaigns.showing.followHint")}</p>}
    </Form>
  );
}

function Ends({ at, goalFen }: { at: Date; goalFen: bigint }) {
  const { t } = useTranslation();
  return (
    <p className="border-t border-line pt-4 text-sm text-muted">
      {t("campaigns.showing.allOrNothing", { goalFen: headlineFen(goalFen) })} <When at={at} className="text-ink" />{" "}
      {t("campaigns.showing.beijing")} <LocalTime at={at} />
    </p>
  );
}
