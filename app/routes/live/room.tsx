import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireViewer, viewerOf } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Refusal } from "#app/refusal.ts";
import { LiveBidForm } from "#app/tasks/live/auction.ts";
import { refusalOf } from "#app/tasks/live/auction-answer.ts";
import { seatOf } from "#app/tasks/live/auction-seat.server.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { roomPage } from "#app/tasks/live/room-page.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { BidPanel } from "./bid-panel.tsx";
import { RoomChart } from "./room-chart.tsx";
import { RoomClock } from "./room-clock.tsx";
import { Ladder, RoomLog } from "./room-lists.tsx";
import { RoomNext } from "./room-next.tsx";
import { RoomStats } from "./room-stats.tsx";
import { useRoom } from "./use-room.ts";

const Params = z.object({ taskId: z.uuid() });
const taskIdOf = (params: unknown) => orNotFound(Params.safeParse(params).data?.taskId);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const taskId = taskIdOf(params);
  const seat = orNotFound(await seatOf(await viewerOf(request.headers), taskId));
  const accepted = /^\d{1,9}$/.exec(new URL(request.url).searchParams.get("accepted") ?? "");
  return orNotFound(await roomPage(taskId, seat, accepted && Number(accepted[0])));
}
export const meta = titled<typeof loader>((t, data) => `${t("live.title")} · ${data.task.title}`);
export const shouldRevalidate = () => true;

export async function action({ request, params }: ActionFunctionArgs) {
  const taskId = taskIdOf(params);
  const viewer = await requireViewer(request);
  const answer = await submit(request, LiveBidForm, async (bid) => {
    const seat = orNotFound(await seatOf(viewer, taskId));
    if (seat.view !== "bidder" || !seat.mayBid) throw new Refusal("notAllowed");
    await limit("act", viewer);
    const decided = await placeBid(taskId, seat.bidId, bid);
    if (decided.ok) return decided.seq;
    const { code, params, field } = refusalOf(decided);
    throw new Refusal(code, params, field);
  });
  return answer.ok ? redirect(`/tasks/${taskId}/live?accepted=${answer.value}`) : answer.reply;
}

export default function Room() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const { state: room, watchers, connection } = useRoom(data.task.id, data.room);
  const reply = useFormReply();
  const { accepted } = data;
  const over = room.phase === "CLOSED";
  return (
    <Page
      title={data.task.title}
      crumbs={[
        { label: t("live.crumb"), to: "/tasks" },
        { label: data.task.title, to: `/tasks/${data.task.id}` },
        { label: t("live.title") },
      ]}
      intro={!over && t(`live.view.${data.view}`, { label: room.own?.label ?? 0 })}
      actions={
        over ? (
          <ButtonLink to={`/tasks/${data.task.id}/replay`} variant="primary">
            {t("live.banner.toReplay")}
          </ButtonLink>
        ) : (
          <a href={`/tasks/${data.task.id}/live`} className="link text-sm">
            {t("live.banner.reload")}
          </a>
        )
      }
    >
      {!over && data.view !== "bidder" && (
        <noscript>
          <meta httpEquiv="refresh" content="15" />
        </noscript>
      )}
      <div className="grid gap-3 empty:hidden" aria-live="polite">
        {connection === "lost" && <Notice tone="warn">{t("live.banner.lost")}</Notice>}
        {room.phase === "PAUSED" && <Notice tone="warn">{t("live.banner.paused")}</Notice>}
        {room.round > 0 && !over && <Notice tone="info">{t("live.banner.restarted", { round: room.round })}</Notice>}
        {over && <Notice tone="ok">{t("live.banner.closed")}</Notice>}
      </div>
      <RoomClock room={room} />
      <Columns
        side={
          <>
            <RoomStats room={room} watchers={watchers} />
            <RoomLog room={room} />
          </>
        }
      >
        {room.own && (
          <BidPanel
            room={room}
            own={room.own}
            mayBid={data.mayBid}
            intentId={data.intentId}
            reply={reply}
            accepted={accepted && t("live.bid.accepted", accepted)}
            connected={connection === "live"}
          />
        )}
        <RoomNext room={room} view={data.view} />
        <Ladder room={room} names={data.names} />
        <RoomChart room={room} />
      </Columns>
    </Page>
  );
}
