import { Link } from "@remix-run/react";
import { BadgeCheck, ChevronRight, Inbox, Radio } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CampaignCard } from "#app/campaigns/showing/market.server.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import { groups } from "#app/tasks/categories.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Countdown, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { CampaignTile } from "../campaigns/parts/campaign-card.tsx";
import type { marketNow } from "./market.server.ts";
import type { Waiting } from "./waiting.server.ts";

type Market = Awaited<ReturnType<typeof marketNow>>;

/** The signed-in person's own list: what stands still until they move. */
export function WaitingList({ items }: { items: readonly Waiting[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("ui.home.next")} flush>
      {items.length === 0 ? (
        <div className="flex items-start gap-3 px-4 pb-4 sm:px-5">
          <Inbox size={20} className="mt-1 shrink-0 text-faint" aria-hidden />
          <div>
            <p>{t("ui.home.nextNone")}</p>
            <p className="text-sm text-muted">{t("ui.home.nextNoneHint")}</p>
          </div>
        </div>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {items.map((item) => (
            <li key={item.key}>
              <Link to={item.href} className="flex items-center gap-3 px-4 py-3 hover:bg-page sm:px-5">
                <span className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-baseline">
                  <span className="min-w-0">
                    <span className="block font-medium">{t(`ui.home.waiting.${item.kind}`)}</span>
                    <span className="line-clamp-2 text-sm text-muted">{item.title}</span>
                  </span>
                  {item.at && <Countdown at={item.at} className="text-sm" />}
                </span>
                <ChevronRight size={18} className="shrink-0 text-faint" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function LiveRooms({ rooms }: { rooms: Market["rooms"] }) {
  const { t } = useTranslation();
  return (
    <section className="grid gap-3" aria-labelledby="live-rooms">
      <div>
        <h2 id="live-rooms" className="text-xl">
          {t("ui.home.live")}
        </h2>
        <p className="text-sm text-muted">{t("ui.home.liveHint")}</p>
      </div>
      {rooms.length === 0 ? (
        <p className="rounded-lg border border-dashed border-edge px-4 py-6 text-center text-muted">{t("ui.home.liveNone")}</p>
      ) : (
        <ul className="grid gap-3">
          {rooms.map((room) => {
            const running = room.state === "RUNNING";
            const waiting = room.state === "SCHEDULED" || room.state === "LOBBY";
            return (
              <li key={room.taskId}>
                <Link
                  to={`/tasks/${room.taskId}/live`}
                  className="grid gap-1.5 rounded-lg border border-loess-200 bg-loess-50 px-4 py-3 hover:border-loess-500"
                >
                  <span className="flex items-center justify-between gap-3">
                    {running ? (
                      <Chip tone="live">{t("ui.home.liveNow")}</Chip>
                    ) : (
                      <Chip tone="warn">{t(waiting ? "ui.home.liveSoon" : "ui.home.livePaused")}</Chip>
                    )}
                    <Countdown at={waiting ? room.startAt : room.endAt} className="text-sm" passed={<Radio size={16} aria-hidden />} />
                  </span>
                  <span className="font-medium">{room.title}</span>
                  <span className="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
                    <span>
                      {t("ui.home.budget")} <Money fen={room.budgetFen} /> · {t("ui.home.bidders", { count: room.bidders })}
                    </span>
                    <span>
                      {waiting ? t("ui.home.startsAt") : t("ui.home.endsIn")} <When at={waiting ? room.startAt : room.endAt} />
                    </span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

export function Newest({ tasks }: { tasks: Market["newest"] }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <section className="grid content-start gap-3" aria-labelledby="newest-tasks">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="newest-tasks" className="text-xl">
          {t("ui.home.newest")}
        </h2>
        <Link to="/tasks" className="link text-sm">
          {t("ui.home.all")}
        </Link>
      </div>
      <Card flush>
        {tasks.length === 0 ? (
          <Empty title={t("ui.home.none")} action={<ButtonLink to="/tasks/new">{t("ui.home.post")}</ButtonLink>}>
            {t("ui.home.noneHint")}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {tasks.map((task) => (
              <li key={task.id}>
                <Link
                  to={`/tasks/${task.id}`}
                  className="grid gap-x-6 gap-y-0.5 px-4 py-3 hover:bg-page sm:grid-cols-[minmax(0,1fr)_auto] sm:px-5"
                >
                  <span className="min-w-0">
                    <span className="flex items-center gap-2">
                      <span className="line-clamp-2 min-w-0 font-medium">{task.title}</span>
                      {task.kind === "TENDER_LIVE" && <Chip tone="warn">{t("tasks.kindShort.TENDER_LIVE")}</Chip>}
                    </span>
                    <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
                      <span className="inline-flex min-w-0 items-center gap-1">
                        <span className="truncate">{task.employer.name}</span>
                        {task.employer.verified && (
                          <BadgeCheck size={14} className="shrink-0 text-ok-600" aria-label={t("ui.home.verified")} />
                        )}
                      </span>
                      {task.employer.city && <span>{place(task.employer.city)}</span>}
                      <span>{t("tasks.market.bids", { count: task.bidCount })}</span>
                    </span>
                  </span>
                  <span className="flex items-baseline justify-between gap-3 sm:grid sm:justify-items-end sm:gap-0">
                    <Money fen={task.budgetFen} strong />
                    {task.closeAt && <Countdown at={task.closeAt} className="text-sm" />}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}

/** What is being funded, as pictures. Nothing where nothing is. */
export function Campaigns({ campaigns }: { campaigns: CampaignCard[] }) {
  const { t } = useTranslation();
  if (campaigns.length === 0) return null;
  return (
    <section className="grid gap-3" aria-labelledby="home-campaigns">
      <div className="flex items-baseline justify-between gap-x-4">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h2 id="home-campaigns" className="text-xl">
            {t("ui.home.campaigns")}
          </h2>
          <p className="text-sm text-muted">{t("ui.home.campaignsHint")}</p>
        </div>
        <Link to="/campaigns" className="link shrink-0 text-sm">
          {t("ui.home.allCampaigns")}
        </Link>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {campaigns.map((campaign) => (
          <CampaignTile key={campaign.id} campaign={campaign} level="h3" />
        ))}
      </ul>
    </section>
  );
}

export function Categories({ counts }: { counts: Market["counts"] }) {
  const { t } = useTranslation();
  return (
    <section className="grid gap-3" aria-labelledby="categories">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="categories" className="text-xl">
          {t("ui.home.categories")}
        </h2>
        <p className="text-sm text-muted">{t("ui.home.categoriesHint")}</p>
      </div>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        {groups.map((group) => (
          <li key={group}>
            <Link
              to={`/tasks?category=${group}`}
              className="flex min-h-12 items-center justify-between gap-2 rounded-md border border-line bg-panel px-3.5 py-2 hover:border-river-500 hover:text-river-700"
            >
              <span className="min-w-0 leading-snug">{t(`tasks.group.${group}`)}</span>
              <span className="digits text-sm text-muted">{counts[group] ?? 0}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
