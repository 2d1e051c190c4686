import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { badgesOf } from "#app/deposits/badges.server.ts";
import { refuse } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { abnormallyLow } from "#app/tasks/bid.ts";
import { bidsToChoose } from "#app/tasks/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnTask } from "./acts.server.ts";
import { ChooseCard, Details, OtherBids } from "./parts/choose-card.tsx";
import { TaskNext } from "./parts/next.tsx";
import { Offers } from "./parts/parties.tsx";
import { PointInputs } from "./parts/point-inputs.tsx";
import { readPage } from "./parts/read.server.ts";
import { OrgName } from "./parts/words.tsx";

export const meta = titled<typeof loader>((t, data) => `${t("tasks.choosing.selectTitle")}${t("ui.colon")}${data.task.title}`);
export const shouldRevalidate = () => true;

/** From the moment names may be known. */
const opened = ["SELECTION", "AWARD_PENDING", "CONTRACTING"];

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireViewer(request);
  const { task, offers, move } = await readPage(request, params);
  if (!task.mine) throw refuse("notFound");
  if (!opened.includes(task.state)) throw redirect(`/tasks/${task.id}`);
  const bids = await bidsToChoose(task.id);
  const badges = await badgesOf(bids.map((bid) => bid.provider.id));
  const valid = bids.filter((b) => b.valid);
  const rows = bids.map((bid) => ({
    ...bid,
    depositFen: badges.get(bid.provider.id)?.tierFen ?? null,
    low:
      bid.valid &&
      abnormallyLow(
        bid.priceFen,
        valid.filter((b) => b.id !== bid.id).map((b) => b.priceFen),
      ),
  }));
  const { employerId: _, ...shown } = task;
  return {
    task: shown,
    bids: rows,
    offers,
    move,
    fixed: task.auction?.state === "CLOSED",
    choosing: task.state === "SELECTION" && task.mayManage,
  };
}

export const action = actOnTask;

export default function Select() {
  const { task, bids, offers, move, fixed, choosing } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  useSignal(`task:${task.id}`);
  const valid = bids.filter((b) => b.valid);
  const toScore = choosing && !fixed && valid.length > 0;
  return (
    <Page
      title={t("tasks.choosing.selectTitle")}
      intro={choosing ? (fixed ? t("tasks.choosing.selectLive") : t("tasks.choosing.selectIntro")) : undefined}
      crumbs={[
        { label: t("ui.nav.myTasks"), to: "/my/tasks" },
        { label: task.title, to: `/tasks/${task.id}` },
        { label: t("tasks.choosing.selectTitle") },
      ]}
    >
      {params.get("done") === "scored" && <Notice tone="ok">{t("tasks.choosing.saved")}</Notice>}
      <TaskNext move={move} bare />
      {offers.length > 0 && <Offers offers={offers} />}
      {toScore && (
        <Card title={t("tasks.choosing.scoreForm")}>
          <PostForm intent="score">
            {valid.map((bid, i) => (
              <div key={bid.id} className="grid gap-2 border-b border-line pb-4 last:border-0 last:pb-0">
                <p className="font-medium">
                  {t("tasks.bidder", { label: bid.label })} <OrgName name={bid.provider.name} verified={bid.provider.verified} />
                </p>
                <input type="hidden" name={`bids[${i}].id`} value={bid.id} />
                <Details bid={bid} task={task} scored={false} />
                <PointInputs name={`bids[${i}].points[]`} criteria={task.criteria} scores={bid.scores} />
              </div>
            ))}
            <div>
              <Button variant="primary">{t("tasks.choosing.save")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
      {choosing && valid.length === 0 && (
        <Card>
          <Empty title={t("tasks.choosing.none")} />
        </Card>
      )}
      {valid.map((bid) => (
        <ChooseCard key={bid.id} bid={bid} task={task} choosing={choosing} />
      ))}
      <OtherBids bids={bids.filter((b) => !b.valid)} task={task} />
    </Page>
  );
}
