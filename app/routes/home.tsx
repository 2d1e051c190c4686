import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ClipboardCheck, FileSignature, HandCoins, Lightbulb, PencilLine, Search, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { campaignsNow } from "#app/campaigns/showing/market.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Page, pageEdge } from "#app/ui/page.tsx";
import { marketNow } from "./home/market.server.ts";
import { Campaigns, Categories, LiveRooms, Newest, WaitingList } from "./home/sections.tsx";
import { waitingFor } from "./home/waiting.server.ts";

const CAMPAIGNS = 3;

export async function loader({ request }: LoaderFunctionArgs) {
  const [viewer, now] = await Promise.all([viewerOf(request.headers), appNow()]);
  const [market, campaigns, waiting] = await Promise.all([
    marketNow(viewer, now),
    campaignsNow(now, CAMPAIGNS),
    viewer && waitingFor(viewer),
  ]);
  return { ...market, campaigns, waiting, name: viewer?.name ?? null };
}

export default function Home() {
  const { newest, rooms, counts, campaigns, waiting, name } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const market = (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Newest tasks={newest} />
      <LiveRooms rooms={rooms} />
    </div>
  );
  if (waiting) {
    return (
      <Page
        title={t("ui.home.hello", { name })}
        actions={
          <>
            <ButtonLink to="/tasks">{t("ui.home.find")}</ButtonLink>
            <ButtonLink to="/tasks/new" variant="primary">
              {t("ui.home.post")}
            </ButtonLink>
          </>
        }
      >
        <WaitingList items={waiting} />
        {market}
        <Campaigns campaigns={campaigns} />
        <Categories counts={counts} />
      </Page>
    );
  }
  return (
    <>
      <Welcome />
      <div className={`mx-auto grid w-full max-w-house gap-10 py-10 ${pageEdge}`}>
        {market}
        <Campaigns campaigns={campaigns} />
        <Secured />
        <Categories counts={counts} />
      </div>
    </>
  );
}

/** What this place is, and the ways into it. */
function Welcome() {
  const { t } = useTranslation();
  const ways = [
    { to: "/tasks/new", icon: <PencilLine size={22} aria-hidden />, name: t("ui.home.post"), hint: t("ui.home.postHint"), strong: true },
    { to: "/tasks", icon: <Search size={22} aria-hidden />, name: t("ui.home.find"), hint: t("ui.home.findHint"), strong: false },
    { to: "/campaigns", icon: <Lightbulb size={22} aria-hidden />, name: t("ui.home.fund"), hint: t("ui.home.fundHint"), strong: false },
  ];
  return (
    <section className="border-b border-river-900 bg-river-900 text-white">
      <div
        className={`mx-auto grid w-full max-w-house items-center gap-x-12 gap-y-8 py-10 sm:py-14 lg:grid-cols-[minmax(0,1fr)_24rem] ${pageEdge}`}
      >
        <div className="grid gap-4">
          <h1 className="text-3xl sm:text-4xl">{t("ui.home.title")}</h1>
          <p className="text-lg font-medium text-loess-200">{t("ui.home.lead")}</p>
          <p className="max-w-2xl text-river-100">{t("ui.home.text")}</p>
        </div>
        <div className="grid gap-3">
          {ways.map((way) => (
            <Link
              key={way.to}
              to={way.to}
              className={`flex items-start gap-4 rounded-lg border px-5 py-4 focus-visible:outline-white ${
                way.strong ? "border-loess-100 bg-loess-50 text-ink hover:bg-white" : "border-river-700 bg-river-800 hover:bg-river-700"
              }`}
            >
              <span className="mt-1">{way.icon}</span>
              <span>
                <span className="block text-lg font-semibold">{way.name}</span>
                <span className={`block text-sm ${way.strong ? "text-muted" : "text-river-100"}`}>{way.hint}</span>
              </span>
            </Link>
          ))}
        </div>
      </div>
    </section>
  );
}

const securedSteps = [
  { key: "award", icon: FileSignature },
  { key: "fund", icon: ShieldCheck },
  { key: "deliver", icon: ClipboardCheck },
  { key: "release", icon: HandCoins },
] as const;

/** How the money is kept safe, in four steps. */
function Secured() {
  const { t } = useTranslation();
  return (
    <section className="grid gap-4">
      <h2 className="text-xl">{t("ui.home.secured")}</h2>
      <ol className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
        {securedSteps.map(({ key, icon: Icon }, i) => (
          <li key={key} className="grid content-start gap-1.5 bg-panel p-5">
            <span className="flex items-center justify-between text-river-600">
              <Icon size={24} aria-hidden />
              <span className="digits text-2xl font-semibold text-line" aria-hidden>
                {i + 1}
              </span>
            </span>
            <h3 className="font-semibold">{t(`ui.home.steps.${key}`)}</h3>
            <p className="text-sm text-muted">{t(`ui.home.steps.${key}Text`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
