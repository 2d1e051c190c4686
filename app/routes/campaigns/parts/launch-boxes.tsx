import { Rocket } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import type { brokenDate } from "#app/campaigns/launching/deadline.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { DateTimeField, TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm, Refused, useFormReply, useSay } from "#app/ui/reply.tsx";

const DAY = 86_400_000;

type Broken = NonNullable<ReturnType<typeof brokenDate>>;

/** Instead of the button: which date forbids the launch, and where it is changed. */
export function BrokenDate({ broken, campaignId }: { broken: Broken; campaignId: string }) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Notice
      tone="warn"
      action={
        <ButtonLink size="sm" to={`/campaigns/${campaignId}/manage`}>
          {t("campaigns.reviewing.launch.takeBack")}
        </ButtonLink>
      }
    >
      {say.refusal(broken)}
    </Notice>
  );
}

export function LaunchBox() {
  const { t } = useTranslation();
  const reply = useFormReply("launch");
  return (
    <div className="grid gap-3">
      <Refused reply={reply} />
      <div>
        <Dialog
          trigger={t("campaigns.reviewing.launch.now")}
          title={t("campaigns.reviewing.launch.nowTitle")}
          intro={t("campaigns.reviewing.launch.nowIntro")}
          variant="live"
          size="lg"
          icon={<Rocket size={18} aria-hidden />}
          intent="launch"
        >
          <PostForm intent="launch">
            <div>
              <Button variant="live">{t("campaigns.reviewing.launch.now")}</Button>
            </div>
          </PostForm>
        </Dialog>
      </div>
    </div>
  );
}

export function PreviewBox({ lifecycle, followers, campaignId }: { lifecycle: Lifecycle; followers: number; campaignId: string }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.lifecycle.PRELAUNCH")}>
      <p className="text-muted">{t("campaigns.reviewing.launch.previewHint")}</p>
      {lifecycle === "PRELAUNCH" ? (
        <p className="flex flex-wrap items-center gap-3">
          {t("campaigns.reviewing.launch.previewOn", { count: followers })}
          <ButtonLink size="sm" to={`/campaigns/${campaignId}`}>
            {t("campaigns.editing.manage.page")}
          </ButtonLink>
        </p>
      ) : (
        <PostForm intent="preview">
          <div>
            <Button>{t("campaigns.reviewing.launch.preview")}</Button>
          </div>
        </PostForm>
      )}
    </Card>
  );
}

export function ScheduledBox({ launchAt, broken }: { launchAt: Date; broken: Broken | null }) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Card title={t("campaigns.reviewing.launch.schedule")}>
      <p>
        {t("campaigns.reviewing.launch.scheduled")} <Deadline at={launchAt} />
      </p>
      {broken && (
        <Notice tone="warn" title={t("campaigns.reviewing.launch.scheduledBroken")}>
          {say.refusal(broken)}
        </Notice>
      )}
      <PostForm intent="unschedule">
        <div>
          <Button>{t("campaigns.reviewing.launch.unschedule")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function ScheduleBox({ now }: { now: Date }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.reviewing.launch.schedule")}>
      <PostForm intent="schedule">
        <DateTimeField
          name="launchAt"
          label={t("campaigns.reviewing.launch.scheduleAt")}
          required
          defaultValue={`${dateTimeToInput(new Date(now.getTime() + DAY)).slice(0, 10)}T10:00`}
          className="sm:max-w-xs"
        />
        <div>
          <Button>{t("campaigns.reviewing.launch.schedule")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function CancelBox() {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.reviewing.launch.cancel")}>
      <p className="text-muted">{t("campaigns.reviewing.launch.cancelIntro")}</p>
      <div>
        <Dialog
          trigger={t("campaigns.reviewing.launch.cancel")}
          title={t("campaigns.reviewing.launch.cancel")}
          variant="danger"
          intent="cancel"
        >
          <PostForm intent="cancel">
            <TextField name="reason" label={t("campaigns.reviewing.launch.cancelReason")} rows={3} maxLength={500} required />
            <div>
              <Button variant="danger">{t("campaigns.reviewing.launch.cancel")}</Button>
            </div>
          </PostForm>
        </Dialog>
      </div>
    </Card>
  );
}
