import { useTranslation } from "react-i18next";
import type { Json } from "#app/campaigns/changing/chain.ts";
import { Content } from "#app/campaigns/content.ts";
import { checklistFor, refundPolicies, videoCode } from "#app/campaigns/reviewing/review.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField, ChoiceField } from "#app/ui/choice.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Story } from "../campaigns/parts/about.tsx";
import { Diff } from "../campaigns/parts/diff.tsx";

/** What waits and what was decided. */
export function ReviewTabs({ current }: { current: "waiting" | "decided" }) {
  const { t } = useTranslation();
  return (
    <Tabs
      label={t("campaigns.reviewing.desk.title")}
      tabs={(["waiting", "decided"] as const).map((view) => ({
        to: `/desk/campaigns/reviews?view=${view}`,
        label: t(`campaigns.reviewing.desk.views.${view}`),
        current: view === current,
      }))}
    />
  );
}

/** The films of the prototype, and the code that one of them shows on camera. */
export function Videos({ campaignId, snapshot }: { campaignId: string; snapshot: Record<string, Json> }) {
  const { t } = useTranslation();
  const evidence = Content.safeParse(snapshot.content).data?.evidence ?? [];
  const films = evidence.filter(({ kind }) => kind === "VIDEO");
  return (
    <div className="grid gap-1 text-sm">
      <p>{t("campaigns.reviewing.desk.code", { code: videoCode(campaignId) })}</p>
      {films.map(({ text, url, fileIds }) => (
        <p key={text}>
          {text}{" "}
          {[...(url ? [url] : []), ...fileIds.map((id) => `/files/${id}`)].map((href) => (
            <a key={href} href={href} rel="noopener" target="_blank" className="link mr-3">
              {t("campaigns.reviewing.desk.film")}
            </a>
          ))}
        </p>
      ))}
    </div>
  );
}

type Judged = { campaign: { goalFen: bigint; physical: boolean }; first: { refundPolicy: string | null; inStock: boolean } | null };
/** What a reviewer confirms and decides; a second one starts from what the first said. */
export function DecideBox({ campaign, first }: Judged) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.reviewing.desk.decide")}>
      <PostForm intent="approve">
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-medium">{t("campaigns.reviewing.desk.checklist")}</legend>
          {checklistFor(campaign).map((item) => (
            <CheckField key={item} name={`checks.${item}`} label={t(`campaigns.reviewing.desk.checks.${item}`)} />
          ))}
        </fieldset>
        <ChoiceField
          name="refundPolicy"
          label={t("campaigns.reviewing.desk.policy")}
          columns="grid-cols-1"
          cards
          required
          defaultValue={first?.refundPolicy ?? undefined}
          options={refundPolicies.map((value) => ({
            value,
            label: t(`campaigns.policy.${value}`),
            hint: t(`campaigns.reviewing.desk.policyHint.${value}`),
          }))}
        />
        <ChoiceField
          name="inStock"
          label={t("campaigns.reviewing.desk.stages.label")}
          columns="grid-cols-1"
          cards
          required
          defaultValue={first?.inStock ? "yes" : "no"}
          options={(["no", "yes"] as const).map((value) => ({
            value,
            label: t(`campaigns.reviewing.desk.stages.${value}`),
            hint: t(`campaigns.reviewing.desk.stages.hint.${value}`),
          }))}
        />
        <div>
          <Button variant="primary">{t(first ? "campaigns.reviewing.desk.approveSecond" : "campaigns.reviewing.desk.approve")}</Button>
        </div>
      </PostForm>
      <div className="flex flex-wrap items-start gap-3 border-t border-line pt-4">
        <ReviewReason intent="change" trigger={t("campaigns.reviewing.desk.change")} />
        <ReviewReason
          intent="reject"
          trigger={t("campaigns.reviewing.desk.reject")}
          intro={t("campaigns.reviewing.desk.rejectIntro")}
          danger
        />
      </div>
    </Card>
  );
}

export function ReviewReason({
  intent,
  trigger,
  intro,
  danger,
  hidden,
}: {
  intent: string;
  trigger: string;
  intro?: string;
  danger?: boolean;
  hidden?: { name: string; value: string };
}) {
  const { t } = useTranslation();
  return (
    <ReasonDialog
      intent={intent}
      trigger={trigger}
      intro={intro}
      label={t("campaigns.reviewing.desk.reason")}
      most={1000}
      variant={danger ? "danger" : "primary"}
      quiet={danger ? "danger" : "secondary"}
      hidden={hidden ? { [hidden.name]: hidden.value } : {}}
    />
  );
}

const parts = ["basics", "plan", "budget", "rewards", "shipping", "stretch"] as const;
/** Rows are named after their list: "reward 1". */
const shownPart = (snapshot: Record<string, Json>, part: string): Json => {
  const value = snapshot[part] ?? null;
  return Array.isArray(value) ? { [part]: value } : value;
};

/** Everything that was submitted: the story as it looks, the rest line by line. */
export function SnapshotCards({ snapshot }: { snapshot: Record<string, Json> }) {
  const { t } = useTranslation();
  const { storyHtml, ...content } = (snapshot.content ?? {}) as Record<string, Json>;
  return (
    <>
      <Card title={t("campaigns.reviewing.desk.part.content")}>
        <Story html={String(storyHtml ?? "")} />
        <Diff before={content} after={content} whole />
      </Card>
      {parts.map((part) => (
        <Card key={part} title={t(`campaigns.reviewing.desk.part.${part}`)}>
          <Diff before={shownPart(snapshot, part)} after={shownPart(snapshot, part)} whole />
        </Card>
      ))}
    </>
  );
}
