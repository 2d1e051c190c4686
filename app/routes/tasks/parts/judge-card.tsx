import { useTranslation } from "react-i18next";
import type { NamelessBid } from "#app/tasks/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { PointInputs } from "./point-inputs.tsx";
import { BidChip } from "./words.tsx";

type Criterion = { ord: number; name: string; weight: number };

/** One nameless proposal and its judgement. */
export function JudgeCard({ bid, criteria, locked }: { bid: NamelessBid; criteria: readonly Criterion[]; locked: boolean }) {
  const { t } = useTranslation();
  const judged = bid.state !== "SUBMITTED";
  const open = !locked && bid.state !== "DISQUALIFIED";
  const form = (
    <PostForm intent={`judge:${bid.id}`}>
      <input type="hidden" name="bidId" value={bid.id} />
      <PointInputs name="points[]" criteria={criteria} scores={bid.scores} />
      <ChoiceField
        name="verdict"
        label={t("tasks.choosing.verdict")}
        required
        defaultValue={bid.state === "QUALIFIED" ? "pass" : undefined}
        options={[
          { value: "pass", label: t("tasks.choosing.pass") },
          { value: "fail", label: t("tasks.choosing.fail") },
        ]}
      />
      <TextField name="reason" label={t("tasks.choosing.reason")} hint={t("tasks.choosing.reasonHint")} rows={2} maxLength={500} />
      <div>
        <Button variant="primary">{t("tasks.choosing.judge")}</Button>
      </div>
    </PostForm>
  );
  return (
    <Card title={t("tasks.bidder", { label: bid.label })} id={`bid-${bid.label}`} actions={<BidChip state={bid.state} />}>
      <p className="text-muted">
        {t("tasks.choosing.days")}
        {t("ui.colon")}
        {t("tasks.days", { count: bid.days })}
      </p>
      <Prose text={bid.proposal} />
      {bid.files.length > 0 && <FileRows files={bid.files} />}
      {bid.feedback && (
        <Notice tone="neutral" title={t("tasks.choosing.asked")}>
          {bid.feedback}
          {bid.fixUntilAt && (
            <p>
              {t("tasks.choosing.fixing")} <Deadline at={bid.fixUntilAt} />
            </p>
          )}
        </Notice>
      )}
      {bid.disqualifyReason && (
        <p className="text-danger-700">
          {bid.disqualifyReason === "fixLapsed" ? t("tasks.bidding.reasons.fixLapsed") : bid.disqualifyReason}
        </p>
      )}
      {open &&
        (judged ? (
          <details>
            <summary className="link cursor-pointer">{t("tasks.choosing.judgeAgain")}</summary>
            <div className="mt-4">{form}</div>
          </details>
        ) : (
          form
        ))}
      {open && !judged && !bid.feedback && (
        <div>
          <Dialog
            trigger={t("tasks.choosing.askFix")}
            title={t("tasks.choosing.askFixTitle", { label: bid.label })}
            intro={t("tasks.choosing.askFixIntro")}
            size="sm"
            intent={`askFix:${bid.id}`}
          >
            <PostForm intent={`askFix:${bid.id}`}>
              <input type="hidden" name="bidId" value={bid.id} />
              <TextField name="reason" label={t("tasks.choosing.askFixWhat")} rows={3} maxLength={500} required />
              <div>
                <Button variant="primary">{t("tasks.choosing.askFix")}</Button>
              </div>
            </PostForm>
          </Dialog>
        </div>
      )}
    </Card>
  );
}
