import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { badgesOf, bondShown } from "#app/deposits/badges.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import { movesOf } from "#app/flow.ts";
import { useSignal } from "#app/live/use-live.ts";
import { restOffer } from "#app/tasks/award/rest-offer.server.ts";
import { bidderProfiles, employerCard } from "#app/tasks/queries.server.ts";
import { roadOf, taskFlow } from "#app/tasks/task.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Stepper, stepsOf } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnTask } from "./acts.server.ts";
import { About, Amendments } from "./parts/about.tsx";
import { TaskChips } from "./parts/chips.tsx";
import { EndedNotice } from "./parts/ended.tsx";
import { TaskNext } from "./parts/next.tsx";
import { Bidders, CancelDialog, Offers, OwnBidCard } from "./parts/parties.tsx";
import { readPage } from "./parts/read.server.ts";
import { RestCard } from "./parts/rest.tsx";
import { TaskSide } from "./parts/side.tsx";
import { useCategoryName } from "./parts/words.tsx";

export const meta = titled<typeof loader>((_, data) => data.task.title);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, task, bid, role, offers, move } = await readPage(request, params);
  const { employerId, ...shown } = task;
  const sealed = role === "employer" && task.state === "OPEN" && task.kind === "TENDER_SEALED";
  const [employer, files, bidders, bond, rest] = await Promise.all([
    employerCard(employerId),
    filesOf("task", [task.id]),
    sealed ? bidderProfiles(task.id) : Promise.resolve(null),
    bondShown(viewer, task.id),
    restOffer(task),
  ]);
  const badges = await badgesOf((bidders ?? []).map((bidder) => bidder.id));
  const mayDo = {
    amend: task.mayManage && task.state === "OPEN",
    cancel: task.mayManage && movesOf(taskFlow, task.state, "employer").includes("cancelTask"),
  };
  return {
    task: shown,
    bid,
    role,
    offers,
    move,
    employer,
    files: files.get(task.id)!,
    bidders: bidders?.map((bidder) => ({ ...bidder, depositFen: badges.get(bidder.id)?.tierFen ?? null })) ?? null,
    bond,
    rest,
    mayDo,
    signedIn: viewer !== null,
    operator: viewer?.operator ?? false,
  };
}

export const action = actOnTask;

const doneKeys = [
  "published",
  "submitted",
  "amended",
  "cancelled",
  "withdrawn",
  "declined",
  "awarded",
  "scheduled",
  "restOffered",
] as const;

export default function TaskPage() {
  const { task, bid, role, offers, move, employer, files, bidders, bond, rest, mayDo, signedIn, operator } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const category = useCategoryName();
  useSignal(signedIn ? `task:${task.id}` : null);
  const done = doneKeys.find((key) => key === params.get("done"));
  const road = roadOf(task.kind);
  const ended = task.state === "FAILED" || task.state === "CANCELLED";
  const at = task.state === "SUSPENDED" ? (task.suspendedFrom ?? "OPEN") : task.state;
  // A draft has only what its wizard holds.
  const written = task.category !== "";
  const late = task.state === "CONTRACTING" && task.phase !== "CONTRACTING";
  return (
    <Page
      title={task.title}
      crumbs={[
        { label: t("tasks.market.title"), to: "/tasks" },
        ...(written ? [{ label: category(task.category), to: `/tasks?category=${task.category}` }] : []),
      ]}
      chips={<TaskChips task={task} bonded={bond?.held ?? false} />}
      intro={
        written && (
          <span className="flex flex-wrap items-baseline gap-x-4">
            <Money fen={task.budgetFen} strong className="text-lg text-ink" />
            <span>{t("tasks.market.work", { count: task.workDays })}</span>
            <span>{t("tasks.market.bids", { count: task.bidCount })}</span>
          </span>
        )
      }
      actions={
        <>
          {mayDo.amend && <ButtonLink to={`/tasks/${task.id}/amend`}>{t("tasks.bidding.amend")}</ButtonLink>}
          {mayDo.cancel && <CancelDialog bond={bond?.held ? { bids: task.bidCount, fen: bond.amountFen } : null} />}
          {operator && <ButtonLink to={`/desk/tasks/${task.id}`}>{t("tasks.choosing.desk.open")}</ButtonLink>}
        </>
      }
    >
      {done && <Notice tone="ok">{t(`tasks.bidding.done.${done}`)}</Notice>}
      {!ended && <Stepper steps={stepsOf(road, at, (state) => t(`tasks.phase.${state}`), late)} />}
      <EndedNotice state={task.state} reason={task.endReason} />
      {role === "other" && task.state === "OPEN" && !signedIn ? (
        <TaskNext move={move && { ...move, act: { to: `/sign-in?to=/tasks/${task.id}/bid`, label: "place" } }} />
      ) : (
        <TaskNext move={move} />
      )}
      <RestCard rest={rest} />
      {written && (
        <Columns side={<TaskSide task={task} bond={bond} employer={employer} own={role === "employer"} />}>
          {bid && <OwnBidCard bid={bid} task={task} />}
          {offers.length > 0 && <Offers offers={offers} />}
          <About task={task} files={files} />
          <Amendments task={task} />
          {bidders && <Bidders bidders={bidders} />}
          {role === "employer" && task.kind === "TENDER_LIVE" && task.state === "OPEN" && (
            <Card title={t("tasks.bidding.bidders")}>{t("tasks.bidding.biddersLive")}</Card>
          )}
          {task.auction?.state === "CLOSED" && (
            <p>
              <Link to={`/tasks/${task.id}/replay`} className="link">
                {t("tasks.bidding.replay")}
              </Link>
            </p>
          )}
        </Columns>
      )}
    </Page>
  );
}
