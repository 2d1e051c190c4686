import { Link } from "@remix-run/react";
import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { backerPlaces, recentBackers } from "#app/campaigns/showing/backers.server.ts";
import type { CampaignPageData } from "#app/campaigns/showing/campaign-page.server.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Card } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { Place } from "./words.tsx";

export function CreatorCard({ creator }: { creator: CampaignPageData["creator"] }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <Card title={t("campaigns.showing.creator.title")}>
      <div className="flex items-center gap-3">
        <Avatar name={creator.name} src={creator.avatar} />
        <div className="min-w-0">
          <Link to={`/providers/${creator.id}`} className="font-medium hover:text-river-700 hover:underline">
            {creator.name}
          </Link>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            {creator.city && <span>{place(creator.city)}</span>}
            {creator.verified && (
              <span className="inline-flex items-center gap-1 text-ok-700">
                <BadgeCheck size={15} aria-hidden /> {t("ui.home.verified")}
              </span>
            )}
          </p>
        </div>
      </div>
      {creator.about && <p className="line-clamp-6 text-sm whitespace-pre-line text-muted">{creator.about}</p>}
    </Card>
  );
}

type Backers = Awaited<ReturnType<typeof recentBackers>>;
type Places = Awaited<ReturnType<typeof backerPlaces>>;

/** Who backs it and from where. */
export function BackersCard({ backers, places, total }: { backers: Backers; places: Places; total: number }) {
  const { t } = useTranslation();
  if (total === 0) return null;
  const most = places.places[0]?.backers ?? 1;
  return (
    <Card id="backers" title={t("campaigns.showing.who.title")} className="scroll-mt-20">
      {backers.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {backers.map((backer) => (
            <li key={backer.id} className="max-w-40 truncate rounded-full bg-sunken px-2.5 py-0.5 text-sm">
              {backer.name ?? <span className="text-muted">{t("campaigns.showing.who.anonymous")}</span>}
            </li>
          ))}
          {total > backers.length && (
            <li className="px-1 py-0.5 text-sm text-muted">{t("campaigns.showing.who.more", { count: total - backers.length })}</li>
          )}
        </ul>
      )}
      {places.places.length > 0 && (
        <div className="grid gap-2">
          <h3 className="text-sm font-medium">{t("campaigns.showing.who.places")}</h3>
          <ol className="grid gap-1.5">
            {places.places.map(({ province, city, backers: n }) => (
              <li key={`${province} ${city}`} className="grid grid-cols-[8.5rem_minmax(0,1fr)_2.5rem] items-center gap-2 text-sm">
                <Place province={province} city={city} />
                <span className="h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
                  <span className="block h-full rounded-full bg-river-500" style={{ width: `${Math.max(3, (n * 100) / most)}%` }} />
                </span>
                <span className="digits text-right text-muted">{n}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
      {places.related > 0 && <p className="text-sm text-muted">{t("campaigns.showing.who.related", { count: places.related })}</p>}
    </Card>
  );
}

export function ShippingCard({ shipping }: { shipping: CampaignPageData["campaign"]["shipping"] }) {
  const { t } = useTranslation();
  if (shipping.length === 0) return null;
  return (
    <Card title={t("campaigns.showing.shipping.title")}>
      <dl className="grid gap-2 text-sm">
        {shipping.map(({ zone, firstFen, extraFen }) => (
          <div key={zone} className="flex flex-wrap justify-between gap-x-4">
            <dt>{t(`campaigns.zone.${zone}`)}</dt>
            <dd className="text-right">
              {firstFen === 0n ? (
                t("campaigns.showing.shipping.free")
              ) : (
                <>
                  <Money fen={firstFen} />
                  <span className="text-muted">
                    {" "}
                    {t("campaigns.showing.shipping.extra")} <Money fen={extraFen} />
                  </span>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
