import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import { itemsText } from "#app/campaigns/changing/change.ts";
import type { FileItem } from "#app/files/file.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Money, MoneyField } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { pictureTypes } from "../edit/basics-fields.tsx";
import { RewardFields, type StandingReward } from "../edit/reward-fields.tsx";
import { RiseNote } from "./change-shipping.tsx";

type Reward = StandingReward & {
  id: string;
  kind: "REWARD" | "ADDON";
  claimed: number;
  closedAt: Date | null;
  firstClaimAt: Date | null;
  pending: boolean;
  newDate: Date | null;
};
const day = (at: Date) => dateTimeToInput(at).slice(0, 10);

/** One reward with what may still be done to it: before its first claim everything, afterwards little. */
type Box = { reward: Reward; lifecycle: Lifecycle; files: readonly FileItem[]; dearer: boolean; begins: boolean };
export function RewardBox({ reward, lifecycle, files, dearer, begins }: Box) {
  const { t } = useTranslation();
  const live = lifecycle === "LIVE";
  const untouched = reward.firstClaimAt === null;
  return (
    <Card
      title={reward.title}
      actions={
        <>
          <Chip>{t(`campaigns.reviewing.changes.kinds.${reward.kind}`)}</Chip>
          {reward.closedAt && <Chip tone="warn">{t("campaigns.reviewing.changes.closed")}</Chip>}
          {!untouched && <Chip tone="info">{t("campaigns.reviewing.changes.locked")}</Chip>}
          {reward.pending && <Chip tone="warn">{t("campaigns.reviewing.changes.correctPending")}</Chip>}
        </>
      }
    >
      <p className="text-muted">
        <Money fen={reward.priceFen} /> · {reward.taxFen > 0n && <>{t("campaigns.pledging.form.taxEach", { taxFen: reward.taxFen })} · </>}
        {reward.limit === null
          ? t("campaigns.reviewing.changes.claimed", { count: reward.claimed })
          : t("campaigns.reviewing.changes.limitNow", { limit: reward.limit, claimed: reward.claimed })}{" "}
        · {t("campaigns.editing.promised")} <When at={reward.promisedAt} day />
        {reward.newDate && (
          <>
            {" "}
            · {t("campaigns.showing.rewards.newDate")} <When at={reward.newDate} day />
          </>
        )}
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {begins && live && untouched && <EditBox reward={reward} files={files} />}
        {begins && live && reward.limit !== null && !reward.closedAt && <LimitBox reward={reward} />}
        {begins && !untouched && !reward.pending && <CorrectBox reward={reward} />}
        {lifecycle === "SUCCESSFUL" && <DateBox reward={reward} />}
        {begins && dearer && reward.claimed > 0 && <TaxBox reward={reward} />}
        {begins && (
          <Act reward={reward} intent="image" trigger={t("campaigns.reviewing.changes.image")}>
            <FileDrop name="picture[]" label={t("campaigns.editing.rewardPicture")} max={1} accept={pictureTypes} />
          </Act>
        )}
        {live && !reward.closedAt && (
          <Act
            reward={reward}
            intent="close"
            trigger={t("campaigns.reviewing.changes.close")}
            intro={t("campaigns.reviewing.changes.closeIntro")}
            danger
          />
        )}
      </div>
    </Card>
  );
}

type ActProps = { reward: Reward; intent: string; trigger: string; intro?: string; danger?: boolean; save?: string; children?: ReactNode };

/** A small form about one reward. Its intent carries the reward, so that a complaint opens the right one. */
function Act({ reward, intent, trigger, intro, danger, save, children }: ActProps) {
  const name = `${intent}:${reward.id}`;
  return (
    <Dialog
      trigger={trigger}
      title={`${trigger}: ${reward.title}`}
      intro={intro}
      size="sm"
      variant={danger ? "danger" : "secondary"}
      intent={name}
    >
      <PostForm intent={name} encType="multipart/form-data">
        <input type="hidden" name="rewardId" value={reward.id} />
        {children}
        <div>
          <Button variant={danger ? "danger" : "primary"}>{save ?? trigger}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}

function LimitBox({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  return (
    <Act reward={reward} intent="limit" trigger={t("campaigns.reviewing.changes.limit")}>
      <Field name="limit" label={t("campaigns.reviewing.changes.limitTo")} inputMode="numeric" maxLength={6} required />
    </Act>
  );
}

function EditBox({ reward, files }: { reward: Reward; files: readonly FileItem[] }) {
  const { t } = useTranslation();
  return (
    <Act
      reward={reward}
      intent="edit"
      trigger={t("campaigns.reviewing.changes.edit")}
      intro={t("campaigns.reviewing.changes.editIntro")}
      save={t("campaigns.editing.save")}
    >
      <RewardFields at="" files={files} values={{}} now={reward} />
    </Act>
  );
}

function CorrectBox({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  return (
    <Act
      reward={reward}
      intent="correct"
      trigger={t("campaigns.reviewing.changes.correct")}
      intro={t("campaigns.reviewing.changes.correctIntro")}
      save={t("campaigns.reviewing.changes.correctSend")}
    >
      <Field name="title" label={t("campaigns.editing.rewardTitle")} maxLength={40} required defaultValue={reward.title} />
      <TextField
        name="description"
        label={t("campaigns.editing.rewardDescription")}
        rows={3}
        maxLength={600}
        required
        defaultValue={reward.description}
      />
      <TextField
        name="items"
        label={t("campaigns.reviewing.changes.correctItems")}
        hint={t("campaigns.reviewing.changes.correctItemsHint")}
        rows={3}
        maxLength={2000}
        required
        defaultValue={itemsText(reward.items)}
      />
      <Field name="promised" type="date" label={t("campaigns.editing.promised")} required defaultValue={day(reward.promisedAt)} />
      <TextField name="note" label={t("campaigns.reviewing.changes.correctNote")} rows={3} maxLength={1000} required />
    </Act>
  );
}

function DateBox({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  return (
    <Act reward={reward} intent="date" trigger={t("campaigns.reviewing.changes.date")} intro={t("campaigns.reviewing.changes.dateIntro")}>
      <Field name="promised" type="date" label={t("campaigns.reviewing.changes.dateNew")} required />
      <TextField name="note" label={t("campaigns.reviewing.changes.dateNote")} rows={3} maxLength={1000} required />
    </Act>
  );
}

function TaxBox({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  return (
    <Act
      reward={reward}
      intent="tax"
      trigger={t("campaigns.reviewing.changes.tax.title")}
      intro={t("campaigns.reviewing.changes.tax.text")}
      save={t("campaigns.reviewing.changes.shipping.save")}
    >
      <MoneyField name="tax" label={t("campaigns.reviewing.changes.tax.each")} fen={reward.taxFen} required />
      <RiseNote />
    </Act>
  );
}

export function AddRewardBox() {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Card title={t("campaigns.reviewing.changes.add")} id={id}>
      <div>
        <Dialog trigger={t("campaigns.reviewing.changes.add")} title={t("campaigns.reviewing.changes.add")} intent="add">
          <PostForm intent="add" encType="multipart/form-data">
            <ChoiceField
              name="kind"
              label={t("campaigns.reviewing.changes.addKind")}
              required
              defaultValue="REWARD"
              options={(["REWARD", "ADDON"] as const).map((value) => ({ value, label: t(`campaigns.reviewing.changes.kinds.${value}`) }))}
            />
            <RewardFields at="" files={[]} values={{}} />
            <div>
              <Button variant="primary">{t("campaigns.reviewing.changes.addSave")}</Button>
            </div>
          </PostForm>
        </Dialog>
      </div>
    </Card>
  );
}
