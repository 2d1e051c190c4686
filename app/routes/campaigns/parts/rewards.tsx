import { Form } from "@remix-run/react";
import { Gift, Link2, PackageCheck, Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { sellsLate } from "#app/campaigns/campaign.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { CampaignPageData, ShownReward } from "#app/campaigns/showing/campaign-page.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { cx } from "#app/ui/cx.ts";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { takesSupport } from "./support-panel.tsx";
import { headlineFen, TimeLeft } from "./words.tsx";

type Shown = { data: CampaignPageData; state: PublicState; secret: string | null };

/** What a backer can choose, with what is left of it right now. */
export function Rewards({ data, state, secret }: Shown) {
  const { t } = useTranslation();
  const { campaign } = data;
  const open = takesSupport(state, campaign.latePledge);
  if (!open && campaign.rewards.length === 0) return null;
  return (
    <section id="rewards" aria-labelledby="rewards-title" className="grid scroll-mt-20 gap-4">
      <h2 id="rewards-title" className="text-xl">
        {t(open ? "campaigns.showing.rewards.title" : "campaigns.showing.rewards.titleOver")}
      </h2>
      <ul className="grid gap-4">
        {campaign.rewards.map((reward) => (
          <Reward key={reward.id} reward={reward} data={data} state={state} open={open} secret={secret} />
        ))}
        {open && !data.pledge && (
          <li className="grid gap-2 rounded-lg border border-dashed border-edge p-4">
            <h3 className="font-semibold">{t("campaigns.showing.rewards.none")}</h3>
            <p className="text-sm text-muted">{t("campaigns.showing.rewards.noneHint")}</p>
            <div>
              <ButtonLink to={`/campaigns/${campaign.id}/pledge`} size="sm">
                {t("campaigns.showing.rewards.noneButton")}
              </ButtonLink>
            </div>
          </li>
        )}
      </ul>
      {campaign.addOns.length > 0 && (
        <div className="grid gap-2">
          <h3 className="font-semibold">{t("campaigns.showing.rewards.addOns")}</h3>
          <p className="text-sm text-muted">{t("campaigns.showing.rewards.addOnsHint")}</p>
          <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
            {campaign.addOns.map((addOn) => (
              <AddOn key={addOn.id} addOn={addOn} state={state} open={open} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What of it can be had right now: the page's word, but for the units that are left, which are live. */
function stateNow(reward: ShownReward, state: PublicState): ShownReward["state"] {
  if (reward.state !== "open" && reward.state !== "soldOut") return reward.state;
  return leftOf(reward, state) === 0 ? "soldOut" : "open";
}

function AddOn({ addOn, state, open }: { addOn: ShownReward; state: PublicState; open: boolean }) {
  const { t } = useTranslation();
  const now = stateNow(addOn, state);
  const sold = now === "open" || now === "soldOut";
  return (
    <li className="flex items-baseline justify-between gap-4 px-4 py-2.5">
      <span className="min-w-0">
        {addOn.title}
        {open && !sold ? (
          <span className="ml-2 text-sm text-muted">{t(`campaigns.pledging.form.state.${now === "soon" ? "soon" : "closed"}`)}</span>
        ) : (
          <Left left={leftOf(addOn, state)} limit={addOn.limit} className="ml-2 text-sm" />
        )}
      </span>
      {now !== "notLate" && (
        <span className="grid justify-items-end">
          <Money fen={addOn.nowFen} className="font-medium" />
          {addOn.taxFen > 0n && (
            <span className="text-sm text-muted">{t("campaigns.pledging.form.taxEach", { taxFen: addOn.taxFen })}</span>
          )}
        </span>
      )}
    </li>
  );
}

/** The live number where everybody may know it; a secret reward's own is from the page. */
const leftOf = (reward: ShownReward, state: PublicState) => (reward.id in state.left ? state.left[reward.id]! : reward.left);

function Left({ left, limit, className }: { left: number | null; limit: number | null; className?: string }) {
  const { t } = useTranslation();
  if (left === null || limit === null) return null;
  const few = left <= Math.max(3, limit / 10);
  return (
    <span className={cx("digits", few ? "font-medium text-danger-600" : "text-muted", className)}>
      {left > 0 ? t("campaigns.showing.rewards.left", { count: left, limit }) : t("campaigns.showing.rewards.soldOut")}
    </span>
  );
}

function Reward({ reward, data, state, open, secret }: Shown & { reward: ShownReward; open: boolean }) {
  const { t } = useTranslation();
  const { campaign } = data;
  const left = leftOf(reward, state);
  const now = stateNow(reward, state);
  const isLate = sellsLate(campaign);
  const window = !isLate && (reward.opensAt !== null || reward.closesAt !== null);
  return (
    <li
      id={`reward-${reward.id}`}
      className={cx(
        "grid scroll-mt-20 gap-3 overflow-hidden rounded-lg border bg-panel shadow-panel",
        now === "open" ? "border-line" : "border-line bg-sunken/60",
      )}
    >
      {reward.imageFileId && (
        <img
          src={`/files/${reward.imageFileId}?size=thumb`}
          alt={reward.title}
          loading="lazy"
          width={640}
          height={360}
          className="aspect-[16/9] w-full bg-sunken object-cover"
        />
      )}
      <div className="grid gap-3 p-4">
        <div className="grid gap-1">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="digits text-xl font-semibold">{headlineFen(reward.nowFen)}</span>
            <span className="text-sm text-muted">{t("campaigns.showing.rewards.claimed", { count: reward.claimed })}</span>
          </p>
          <h3 className="text-lg leading-snug">{reward.title}</h3>
          <p className="flex flex-wrap gap-1.5">
            {reward.limit !== null && <Chip tone="warn">{t("campaigns.showing.rewards.limited")}</Chip>}
            {window && <Chip tone="warn">{t("campaigns.showing.rewards.timed")}</Chip>}
            {reward.secret && <Chip tone="info">{t("campaigns.showing.rewards.secret")}</Chip>}
            {reward.customised && <Chip>{t("campaigns.showing.rewards.customised")}</Chip>}
          </p>
        </div>
        <p className="whitespace-pre-line text-sm">{reward.description}</p>
        {reward.items.length > 0 && (
          <ul className="grid gap-1 text-sm">
            {reward.items.map((item) => (
              <li key={item.name} className="flex gap-2">
                <PackageCheck size={16} className="mt-1 shrink-0 text-river-600" aria-hidden />
                <span>
                  {item.name}
                  {item.qty > 1 && ` × ${item.qty}`}
                  {item.options.length > 0 && (
                    <span className="text-muted"> · {item.options.map((o) => `${o.name}: ${o.values.join(" / ")}`).join("; ")}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
        <dl className="grid gap-1 text-sm text-muted">
          <div className="flex flex-wrap gap-x-2">
            <dt>{t("campaigns.showing.rewards.promised")}</dt>
            <dd className="text-ink">
              <When at={reward.promisedAt} day />
            </dd>
          </div>
          {reward.newDate && (
            <div className="flex flex-wrap gap-x-2">
              <dt>{t("campaigns.showing.rewards.newDate")}</dt>
              <dd className="font-medium text-ink">
                <When at={reward.newDate} day />
              </dd>
            </div>
          )}
          <div className="flex flex-wrap gap-x-2">
            <dt>{t("campaigns.showing.rewards.delivery")}</dt>
            <dd className="text-ink">{t(reward.ships ? "campaigns.showing.rewards.ships" : "campaigns.showing.rewards.noShipping")}</dd>
          </div>
          {reward.taxFen > 0n && (
            <div className="flex flex-wrap gap-x-2">
              <dt>{t("campaigns.pledging.form.tax")}</dt>
              <dd className="text-ink">{t("campaigns.pledging.form.taxEach", { taxFen: reward.taxFen })}</dd>
            </div>
          )}
          {campaign.refundPolicy && (
            <div className="flex flex-wrap gap-x-2">
              <dt>{t("campaigns.showing.rewards.refund")}</dt>
              <dd>
                <a href="#refunds" className="link">
                  {t(`campaigns.policy.${campaign.refundPolicy}`)}
                </a>
              </dd>
            </div>
          )}
        </dl>
        {now !== "notLate" && <Left left={left} limit={reward.limit} className="text-sm" />}
        {now === "soon" && reward.opensAt && (
          <p className="flex items-center gap-1.5 text-sm">
            <Timer size={16} aria-hidden /> {t("campaigns.showing.rewards.opens")} <When at={reward.opensAt} />
          </p>
        )}
        {now === "open" && window && reward.closesAt && (
          <p className="flex items-center gap-1.5 text-sm">
            <Timer size={16} aria-hidden /> {t("campaigns.showing.rewards.closes")}{" "}
            <TimeLeft at={reward.closesAt} className="font-medium" />
          </p>
        )}
        {open && <RewardAct reward={reward} data={data} now={now} secret={secret} />}
        {!open && now === "closed" && <p className="text-sm text-muted">{t("campaigns.showing.rewards.closed")}</p>}
        {reward.secretKey && (
          <p className="flex items-start gap-1.5 border-t border-line pt-3 text-sm break-all text-muted">
            <Link2 size={16} className="mt-0.5 shrink-0" aria-hidden />
            <span>
              {t("campaigns.showing.rewards.secretLink")} <code>{`/campaigns/${campaign.id}?secret=${reward.secretKey}`}</code>
            </span>
          </p>
        )}
      </div>
    </li>
  );
}

function RewardAct({
  reward,
  data,
  now,
  secret,
}: {
  reward: ShownReward;
  data: CampaignPageData;
  now: ShownReward["state"];
  secret: string | null;
}) {
  const { t } = useTranslation();
  const { campaign } = data;
  const key = reward.secret && secret ? `&secret=${encodeURIComponent(secret)}` : "";
  const choose = `/campaigns/${campaign.id}/pledge?reward=${reward.id}${key}`;
  if (data.pledge) return null;
  if (reward.waits?.state === "OFFERED" && reward.waits.offerUntilAt)
    return (
      <div className="grid gap-2">
        <p className="text-sm font-medium text-ok-700">
          {t("campaigns.showing.rewards.offered")} <TimeLeft at={reward.waits.offerUntilAt} />
        </p>
        <ButtonLink to={choose} variant="live" wide>
          {t("campaigns.showing.rewards.take")}
        </ButtonLink>
      </div>
    );
  if (now === "open")
    return (
      <ButtonLink to={choose} variant="primary" wide icon={<Gift size={18} aria-hidden />}>
        {t("campaigns.showing.rewards.choose")}
      </ButtonLink>
    );
  // The line is for units that come back while the campaign runs, and a secret reward has none.
  if (now === "soldOut" && !sellsLate(campaign) && !reward.secret)
    return (
      <Form method="post" action={`/campaigns/${campaign.id}`} preventScrollReset className="grid gap-1.5">
        <input type="hidden" name="rewardId" value={reward.id} />
        <Button name="intent" value={reward.waits ? "leaveWaitlist" : "joinWaitlist"} wide>
          {t(reward.waits ? "campaigns.showing.rewards.leaveWaitlist" : "campaigns.showing.rewards.joinWaitlist")}
        </Button>
        <p className="text-sm text-muted">
          {t(reward.waits ? "campaigns.showing.rewards.waiting" : "campaigns.showing.rewards.waitlistHint")}
        </p>
      </Form>
    );
  return <p className="text-sm text-muted">{t(`campaigns.showing.rewards.${now}`)}</p>;
}
