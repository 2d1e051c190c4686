import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { handoverOf } from "#app/contracts/handover.server.ts";
import { db } from "#app/db.server.ts";
import { refuse } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { hasBegun, restOf } from "#app/tasks/award/rest.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { Handover } from "../contracts/parts/handover.tsx";
import { actOnTask } from "./acts.server.ts";
import { TaskNext } from "./parts/next.tsx";
import { readPage } from "./parts/read.server.ts";

export const meta = titled((t) => t("tasks.bidding.award.title"));
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireViewer(request);
  const { task, bid, move } = await readPage(request, params);
  const award = bid?.award;
  if (!bid || !award) throw refuse("notFound");
  if (award.state === "ACCEPTED" && task.contractId) throw redirect(`/contracts/${task.contractId}`);
  const open = award.state === "OFFERED" && !award.voidedAt && task.state === "AWARD_PENDING";
  const [rest, begun, handed] = await Promise.all([
    restOf(db, task.id),
    hasBegun(db, task.id),
    open ? handoverOf(task.id, award.offeredAt) : [],
  ]);
  const stages = bid.stages
    .filter(({ ord }) => rest.includes(ord))
    .map((stage) => ({ ...stage, title: task.stages.find(({ ord }) => ord === stage.ord)?.title ?? "" }));
  const takesOver = !begun ? null : stages.length < bid.stages.length ? ("takesOver" as const) : ("beginsAnew" as const);
  return {
    taskId: task.id,
    title: task.title,
    ipClause: task.ipClause,
    invoiceFirst: task.invoiceFirst,
    priceFen: stages.reduce((fen, stage) => fen + stage.amountFen, 0n),
    takesOver,
    acceptBy: award.acceptBy,
    open,
    stages,
    handed,
    move,
  };
}

export const action = actOnTask;

export default function AwardPage() {
  const { taskId, title, ipClause, invoiceFirst, priceFen, takesOver, acceptBy, open, stages, handed, move } =
    useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      width="text"
      title={t("tasks.bidding.award.title")}
      crumbs={[
        { label: t("ui.nav.myBids"), to: "/my/bids" },
        { label: title, to: `/tasks/${taskId}` },
      ]}
    >
      {open ? <TaskNext move={move} bare /> : <Notice tone="neutral">{t("tasks.bidding.award.over")}</Notice>}
      <Card title={title}>
        <KeyValue
          pairs={[
            { label: t("tasks.bidding.award.price"), value: <Money fen={priceFen} strong className="text-xl" /> },
            { label: t("tasks.bidding.award.acceptBy"), value: <Deadline at={acceptBy} /> },
            { label: t("tasks.bidding.ip"), value: t(`tasks.ip.${ipClause}`) },
            invoiceFirst && { label: t("contracts.invoices.title"), value: t("contracts.changes.invoiceFirst") },
          ]}
        />
        <div className="overflow-hidden rounded-md border border-line">
          <Table
            rows={stages}
            rowKey={(s) => String(s.ord)}
            caption={t("tasks.bidding.plan")}
            columns={[
              { key: "stage", head: t("tasks.posting.stageTitle"), main: true, cell: (s) => `${s.ord}. ${s.title}` },
              { key: "amount", head: t("tasks.bidding.amount"), end: true, cell: (s) => <Money fen={s.amountFen} /> },
              { key: "days", head: t("tasks.bidding.stageDays"), end: true, cell: (s) => s.days },
            ]}
          />
        </div>
        {takesOver && <Notice>{t(`tasks.bidding.rest.${takesOver}`)}</Notice>}
        {open && (
          <>
            <p className="text-muted">{t("tasks.bidding.award.intro")}</p>
            <div className="flex flex-wrap items-start gap-3">
              <PostForm intent="accept">
                <Button variant="primary" size="lg">
                  {t("tasks.bidding.award.accept")}
                </Button>
              </PostForm>
              <Dialog
                trigger={t("tasks.bidding.award.decline")}
                title={t("tasks.bidding.award.declineTitle")}
                intro={t("tasks.bidding.award.declineIntro")}
                size="lg"
                intent="decline"
              >
                <PostForm intent="decline">
                  <TextField name="reason" label={t("tasks.bidding.award.reason")} rows={3} maxLength={500} />
                  <div>
                    <Button variant="danger">{t("tasks.bidding.award.decline")}</Button>
                  </div>
                </PostForm>
              </Dialog>
            </div>
          </>
        )}
      </Card>
      <Handover stages={handed} />
    </Page>
  );
}
