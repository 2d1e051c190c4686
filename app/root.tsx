import notoCss from "@fontsource-variable/noto-sans-sc/wght.css?url";
import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { db } from "#app/db.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { htmlLang, useLanguage } from "#app/i18n/i18n.ts";
import { useNonce } from "#app/nonce.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import css from "./app.css?url";
import { ServerClock } from "./ui/clock.tsx";
import { ErrorPage } from "./ui/error-page.tsx";
import { Loading } from "./ui/loading.tsx";
import { useReference } from "./ui/reference.ts";
import { Footer } from "./ui/shell/footer.tsx";
import { Header } from "./ui/shell/header.tsx";
import { type RootData, useRootData } from "./ui/shell/root-data.ts";
import { titled } from "./ui/title.ts";
import { ToastProvider } from "./ui/toast.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: css },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];
export const meta = titled((t) => t("ui.tagline"));

export async function loader({ request }: LoaderFunctionArgs): Promise<RootData> {
  const viewer = await viewerOf(request.headers);
  const [now, unread] = await Promise.all([appNow(), viewer ? db.notice.count({ where: { userId: viewer.userId, readAt: null } }) : 0]);
  return { viewer, unread, lang: languageOf(request), nowMs: now.getTime() };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const language = useLanguage();
  const reference = useReference();
  const error = useRouteError();
  // Only the page of a bug names its request: a bug met later in the same page must not be reported under this one's number.
  const bug = error != null && !isRouteErrorResponse(error);
  return (
    <html lang={htmlLang[language]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#0f5468" />
        {bug && reference && <meta name="request-id" content={reference} />}
        <Meta />
        <Links />
      </head>
      <body className="flex min-h-dvh flex-col">
        {children}
        {/* The font of last resort: its list of ranges is long, so it stands where it holds nothing up. */}
        <link rel="stylesheet" href={notoCss} />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const data = useRootData();
  return (
    <ServerClock now={data?.nowMs ?? 0}>
      <ToastProvider>
        <a
          href="#main"
          className="sr-only rounded-md bg-river-700 px-4 py-2 text-white focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          {t("ui.skip")}
        </a>
        <Loading />
        <Header viewer={data?.viewer ?? null} unread={data?.unread ?? 0} />
        <main id="main" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <Footer />
      </ToastProvider>
    </ServerClock>
  );
}

export default function Root() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const reference = useReference();
  return (
    <Frame>
      <ErrorPage reference={reference} />
    </Frame>
  );
}
