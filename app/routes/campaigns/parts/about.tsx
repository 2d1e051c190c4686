import { CheckCircle2, CircleDashed, ExternalLink, FileCheck2, Flag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { riskTopics } from "#app/campaigns/content.ts";
import type { RefundSpeed } from "#app/campaigns/refunding/refund-speed.server.ts";
import { stretchReached } from "#app/campaigns/settling/result.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { ShownCampaign } from "#app/campaigns/showing/campaign-page.server.ts";
import { Card, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { headlineFen } from "./words.tsx";

type Shown = { campaign: ShownCampaign };

export const storyLook =
  "max-w-3xl leading-relaxed [&_a]:link [&_blockquote]:my-4 [&_blockquote]:border-l-4 [&_blockquote]:border-loess-200 [&_blockquote]:pl-4 [&_blockquote]:text-muted [&_h2]:mt-6 [&_h2]:mb-2 [&_h2]:text-xl [&_h3]:mt-5 [&_h3]:mb-1.5 [&_h3]:text-lg [&_hr]:my-6 [&_hr]:border-line [&_img]:my-4 [&_img]:w-full [&_img]:rounded-md [&_img]:bg-sunken [&_li]:my-1 [&_ol]:my-3 [&_ol]:list-decimal [&_ol]:pl-6 [&_p]:my-3 [&_ul]:my-3 [&_ul]:list-disc [&_ul]:pl-6 [&>:first-child]:mt-0";

/** What was written, sanitised on the server before it was kept; its look is ours. */
export const Story = ({ html }: { html: string }) => <div className={storyLook} dangerouslySetInnerHTML={{ __html: html }} />;

export function StoryCard({ campaign }: Shown) {
  const { t } = useTranslation();
  const { storyHtml, videoUrl } = campaign.content;
  if (!storyHtml && !videoUrl) return null;
  return (
    <Card id="story" title={t("campaigns.showing.story")} className="scroll-mt-20">
      {videoUrl && (
        <a
          href={videoUrl}
          rel="nofollow ugc noopener"
          target="_blank"
          className="flex items-center gap-3 rounded-md border border-line bg-page px-4 py-3 hover:border-edge"
        >
          <ExternalLink size={18} className="shrink-0 text-river-600" aria-hidden />
          <span className="min-w-0">
            <span className="block font-medium">{t("campaigns.showing.video")}</span>
            <span className="block truncate text-sm text-muted">{videoUrl}</span>
          </span>
        </a>
      )}
      <Story html={storyHtml} />
    </Card>
  );
}

export function Evidence({ campaign }: Shown) {
  const { t } = useTranslation();
  const { evidence } = campaign.content;
  if (evidence.length === 0) return null;
  return (
    <Card id="evidence" title={t("campaigns.showing.evidence.title")} className="scroll-mt-20">
      <p className="text-sm text-muted">{t("campaigns.showing.evidence.hint")}</p>
      <ul className="grid gap-3">
        {evidence.map((one, i) => (
          <li key={i} className="grid gap-2 rounded-md border border-line p-3">
            <p className="flex flex-wrap items-center gap-2 text-sm">
              <Chip tone="info" icon={<FileCheck2 size={13} aria-hidden />}>
                {t(`campaigns.showing.evidence.kind.${one.kind}`)}
              </Chip>
              <time dateTime={one.at} className="text-muted">
                {t("campaigns.showing.evidence.made", { day: one.at })}
              </time>
            </p>
            <p className="whitespace-pre-line">{one.text}</p>
            {one.url && (
              <a href={one.url} rel="nofollow ugc noopener" target="_blank" className="link text-sm break-all">
                {one.url}
              </a>
            )}
            {one.kind === "VIDEO" && one.fileIds.length > 0 && (
              <p className="flex flex-wrap gap-3 text-sm">
                {one.fileIds.map((id, n) => (
                  <a key={id} href={`/files/${id}`} className="link">
                    {t("campaigns.showing.evidence.file", { n: n + 1 })}
                  </a>
                ))}
              </p>
            )}
            {one.kind !== "VIDEO" && one.fileIds.length > 0 && (
              <ul className="flex flex-wrap gap-2">
                {one.fileIds.map((id, n) => (
                  <li key={id}>
                    <a href={`/files/${id}`}>
                      <img
                        src={`/files/${id}?size=thumb`}
                        alt={t("campaigns.showing.evidence.picture", { n: n + 1, text: one.text.slice(0, 40) })}
                        loading="lazy"
                        width={160}
                        height={120}
                        className="h-30 w-40 rounded-md bg-sunken object-cover"
                      />
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Stretch({ campaign, state }: Shown & { state: PublicState }) {
  const { t } = useTranslation();
  if (campaign.stretchGoals.length === 0) return null;
  const running = state.lifecycle === "PRELAUNCH" || state.lifecycle === "LIVE" || state.lifecycle === "SETTLING";
  const counters = { pledgedFen: BigInt(state.pledgedFen), backers: state.backers, orders: state.orders };
  return (
    <Card id="stretch" title={t("campaigns.showing.stretch.title")} className="scroll-mt-20">
      <ol className="grid gap-3">
        {campaign.stretchGoals.map((goal) => {
          const done = goal.confirmedAt !== null || (running && stretchReached(goal, counters));
          const threshold = goal.kind === "AMOUNT" ? headlineFen(goal.threshold) : String(goal.threshold);
          return (
            <li key={goal.id} className="flex items-start gap-3">
              {done ? (
                <CheckCircle2 size={20} className="mt-0.5 shrink-0 text-ok-600" aria-hidden />
              ) : (
                <CircleDashed size={20} className="mt-0.5 shrink-0 text-faint" aria-hidden />
              )}
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {t(`campaigns.showing.stretch.at.${goal.kind}`, { threshold })}
                  <Chip tone={goal.confirmedAt ? "ok" : done ? "info" : "neutral"}>
                    {t(`campaigns.showing.stretch.${goal.confirmedAt ? "confirmed" : done ? "reached" : "locked"}`)}
                  </Chip>
                </p>
                <p>{goal.promise}</p>
                {goal.extraDays > 0 && (
                  <p className="text-sm text-muted">{t("campaigns.showing.stretch.extraDays", { count: goal.extraDays })}</p>
                )}
                {goal.extraCostFen > 0n && (
                  <p className="text-sm text-muted">
                    {t("campaigns.showing.stretch.extraCost", { costFen: headlineFen(goal.extraCostFen) })}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {running && <p className="text-sm text-muted">{t("campaigns.showing.stretch.mayGoBack")}</p>}
    </Card>
  );
}

export function Risks({ campaign }: Shown) {
  const { t } = useTranslation();
  const { risks } = campaign.content;
  const told = riskTopics.filter((topic) => risks[topic]);
  if (told.length === 0) return null;
  return (
    <Card id="risks" title={t("campaigns.showing.risks.title")} className="scroll-mt-20">
      <p className="text-sm text-muted">{t("campaigns.showing.risks.hint")}</p>
      <dl className="grid gap-4">
        {told.map((topic) => (
          <div key={topic} className="grid gap-1">
            <dt className="flex items-center gap-2 font-medium">
              <Flag size={16} className="text-warn-600" aria-hidden />
              {t(`campaigns.showing.risks.topic.${topic}`)}
            </dt>
            <dd>
              <Prose text={risks[topic]} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function Team({ campaign }: Shown) {
  const { t } = useTranslation();
  const { team } = campaign.content;
  if (team.length === 0) return null;
  return (
    <Card id="team" title={t("campaigns.showing.team")} className="scroll-mt-20">
      <ul className="grid gap-4 sm:grid-cols-2">
        {team.map((member) => (
          <li key={`${member.name} ${member.role}`}>
            <p className="font-medium">
              {member.name} <span className="text-sm font-normal text-muted">{member.role}</span>
            </p>
            <Prose text={member.about} className="text-sm" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Faq({ campaign }: Shown) {
  const { t } = useTranslation();
  const { faq } = campaign.content;
  if (faq.length === 0) return null;
  return (
    <Card id="faq" title={t("campaigns.showing.faq")} className="scroll-mt-20" flush>
      <div className="divide-y divide-line border-t border-line">
        {faq.map((one) => (
          <details key={one.question} className="group px-4 py-3 sm:px-5">
            <summary className="font-medium marker:content-none group-open:text-river-700">{one.question}</summary>
            <Prose text={one.answer} className="mt-2" />
          </details>
        ))}
      </div>
    </Card>
  );
}

/** What happens with the money if things go wrong, in plain words: the policy that the reviewer set, and the ladder of delays. */
export function Refunds({ campaign, speed }: Shown & { speed: Record<"own" | "all", RefundSpeed> }) {
  const { t } = useTranslation();
  const policy = campaign.refundPolicy;
  return (
    <Card id="refunds" title={t("campaigns.showing.refunds.title")} className="scroll-mt-20">
      {policy && (
        <p>
          <Chip tone="info">{t(`campaigns.policy.${policy}`)}</Chip>
        </p>
      )}
      <ul className="grid list-disc gap-1.5 pl-5">
        <li>{t("campaigns.showing.refunds.notReached")}</li>
        <li>{t("campaigns.showing.refunds.beforeDeadline")}</li>
        {(policy ? policyLines[policy] : []).map((key) => (
          <li key={key}>{t(`campaigns.showing.refunds.${key}`)}</li>
        ))}
        {campaign.rewards.some((reward) => !reward.ships) && <li>{t("campaigns.collecting.refund.withoutParcel")}</li>}
        <li>{t("campaigns.showing.refunds.delay")}</li>
        <li>{t("campaigns.showing.refunds.defect")}</li>
        <li>{t("campaigns.showing.refunds.route")}</li>
      </ul>
      {(["own", "all"] as const).map((of) => speed[of].n > 0 && <Speed key={of} of={of} speed={speed[of]} />)}
    </Card>
  );
}

/** What became of the promise to refund at once: within how many hours half of them, and all of them, had arrived. */
function Speed({ of, speed: { n, medianHours, worstHours, late } }: { of: "own" | "all"; speed: RefundSpeed }) {
  const { t } = useTranslation();
  const hours = (value: number | null) => t("campaigns.watching.record.hours", { count: Math.max(1, Math.ceil((value ?? 0) * 10)) / 10 });
  return (
    <p className="text-sm text-muted">
      {t(`campaigns.showing.refunds.speed.${of}`, { count: n, median: hours(medianHours), worst: hours(worstHours) })}{" "}
      {late > 0 && t("campaigns.showing.refunds.speed.late", { count: late })}
    </p>
  );
}
const policyLines = { SALE_LIKE: ["saleUntilShipped", "saleReturn"], RD_RISK: ["riskCooling", "riskAfter"] } as const;
