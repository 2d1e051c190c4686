import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { requireViewer } from "#app/people/auth.server.ts";
import { liveStates } from "#app/tasks/bid.ts";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnTask } from "./acts.server.ts";
import { Amendments, Facts, Rules } from "./parts/about.tsx";
import { FixCard, ReceiptCard, ReconfirmCard, WithdrawDialog } from "./parts/bid-cards.tsx";
import { BidFields } from "./parts/bid-form.tsx";
import { TaskNext } from "./parts/next.tsx";
import { readPage } from "./parts/read.server.ts";

export const meta = titled<typeof loader>((t, data) => `${t("tasks.bidding.title")}${t("ui.colon")}${data.task.title}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const { task, bid, role, move } = await readPage(request, params);
  if (role === "employer") throw redirect(`/tasks/${task.id}`);
  const { employerId: _, ...shown } = task;
  const current = bid && ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED"].includes(bid.state) ? bid : null;
  const open = task.state === "OPEN";
  if (!open && !current) throw redirect(`/tasks/${task.id}`);
  const org = viewer.orgs.find((o) => o.id === viewer.orgId)!;
  return { task: shown, bid: current, move, open, org: org.name, several: viewer.orgs.length > 1 };
}

export const action = actOnTask;

export default function BidPage() {
  const { task, bid, move, open, org, several } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const done = params.get("done");
  const editing = bid !== null && (liveStates as readonly string[]).includes(bid.state);
  return (
    <Page
      title={editing ? t("tasks.bidding.titleEdit") : t("tasks.bidding.title")}
      crumbs={[
        { label: t("tasks.market.title"), to: "/tasks" },
        { label: task.title, to: `/tasks/${task.id}` },
        { label: t("tasks.bidding.title") },
      ]}
      actions={bid && <WithdrawDialog late={!open} />}
    >
      {done === "sent" && <Notice tone="ok">{t("tasks.bidding.sent")}</Notice>}
      {done === "reconfirmed" && <Notice tone="ok">{t("tasks.bidding.reconfirmed")}</Notice>}
      <TaskNext move={move} bare />
      <Columns
        side={
          <>
            <Facts task={task} />
            <Rules task={task} />
          </>
        }
      >
        {bid?.state === "NEEDS_RECONFIRM" && open && (
          <>
            <Amendments task={task} />
            <ReconfirmCard version={task.version} />
          </>
        )}
        {bid?.fixUntilAt && <FixCard bid={bid} />}
        {open && (
          <Card title={task.title}>
            <Notice>{task.kind === "TENDER_LIVE" ? t("tasks.bidding.liveNote") : t("tasks.bidding.sealedNote")}</Notice>
            {several && <p className="text-muted">{t("tasks.bidding.actingAs", { org })}</p>}
            <BidFields key={bid?.version ?? 0} stages={task.stages} version={task.version} held={bid} />
          </Card>
        )}
        {bid && <ReceiptCard bid={bid} />}
      </Columns>
    </Page>
  );
}
