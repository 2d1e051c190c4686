import { useTranslation } from "react-i18next";
import type { OwnBid } from "#app/tasks/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CopyButton } from "#app/ui/copy.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { ProposalFields } from "./bid-form.tsx";

export function ReconfirmCard({ version }: { version: number }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.bidding.reconfirmTitle")}>
      <p className="text-muted">{t("tasks.bidding.reconfirmHint")}</p>
      <PostForm intent="reconfirm">
        <input type="hidden" name="taskVersion" value={version} />
        <div>
          <Button variant="primary">{t("tasks.bidding.reconfirm")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

/** 补正: what the employer asks for, and the answer. */
export function FixCard({ bid }: { bid: OwnBid }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.bidding.fixTitle")}>
      {bid.fixUntilAt && <Deadline at={bid.fixUntilAt} />}
      <p className="whitespace-pre-line">{bid.feedback}</p>
      <p className="text-sm text-muted">{t("tasks.bidding.fixHint")}</p>
      <PostForm intent="fix" encType="multipart/form-data">
        <ProposalFields held={bid} />
        <div>
          <Button variant="primary">{t("tasks.bidding.fix")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function WithdrawDialog({ late }: { late: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog
      trigger={t("tasks.bidding.withdraw")}
      title={t("tasks.bidding.withdrawTitle")}
      intro={late ? t("tasks.bidding.withdrawLate") : t("tasks.bidding.withdrawIntro")}
      variant="danger"
      intent="withdraw"
    >
      <PostForm intent="withdraw">
        <div>
          <Button variant="danger">{t("tasks.bidding.withdraw")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}

/** The fingerprint of every version sent: what a bidder can prove. */
export function ReceiptCard({ bid }: { bid: OwnBid }) {
  const { t } = useTranslation();
  return (
    <Card title={t("tasks.bidding.receipt")} id="receipt">
      <p className="text-sm text-muted">{t("tasks.bidding.receiptHint")}</p>
      <ol className="grid gap-2 text-sm">
        {bid.versions.map((version) => (
          <li key={version.version} className="grid gap-0.5 rounded-md bg-page px-3 py-2">
            <span className="flex flex-wrap gap-x-3">
              <span className="font-medium">{t("tasks.bidding.version", { version: version.version })}</span>
              <When at={version.at} className="text-muted" />
            </span>
            <span className="flex flex-wrap items-center gap-2">
              <code className="min-w-0 break-all">{version.sha256}</code>
              <CopyButton text={version.sha256} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
