import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "./button.tsx";
import { pageEdge } from "./page.tsx";
import { useSay } from "./reply.tsx";

type Story = "notFound" | "notAllowed" | "signIn" | "changed" | "slow" | "bad" | "broken";
const stories: Record<number, Story> = {
  400: "bad",
  401: "signIn",
  403: "notAllowed",
  404: "notFound",
  405: "notFound",
  409: "changed",
  413: "bad",
  415: "bad",
  429: "slow",
};

/** What went wrong in one sentence, and a next step. */
export function ErrorPanel({
  status,
  title,
  children,
  reference,
  actions,
}: {
  status?: number;
  title: ReactNode;
  children?: ReactNode;
  reference?: string | undefined;
  actions: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={`mx-auto grid w-full max-w-xl gap-3 py-16 sm:py-24 ${pageEdge}`}>
      {status && <p className="digits text-sm font-semibold text-loess-600">{status}</p>}
      <h1 className="text-2xl">{title}</h1>
      <div className="text-muted">{children}</div>
      {reference && <p className="font-mono text-sm text-muted select-all">{t("ui.error.reference", { id: reference })}</p>}
      <div className="mt-3 flex flex-wrap gap-3">{actions}</div>
    </div>
  );
}

/** The page of every error that no route shows itself. What is missing and what is not yours look the same. */
export function ErrorPage({ reference }: { reference?: string | undefined }) {
  const { t } = useTranslation();
  const say = useSay();
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const story = stories[status] ?? "broken";
  const refusal = isRouteErrorResponse(error) && isRefusal(error.data) && !dull.has(error.data.code) ? say.refusal(error.data) : null;
  return (
    <ErrorPanel
      status={status}
      title={t(`ui.error.${story}Title`)}
      reference={story === "broken" ? reference : undefined}
      actions={
        <>
          {story === "signIn" && (
            <ButtonLink to="/sign-in" variant="primary">
              {t("ui.nav.signIn")}
            </ButtonLink>
          )}
          {(story === "changed" || story === "broken") && (
            <ButtonLink to="." reloadDocument variant="primary">
              {t("ui.error.reload")}
            </ButtonLink>
          )}
          <ButtonLink to="/tasks">{t("ui.error.tasks")}</ButtonLink>
          <ButtonLink to="/" variant="ghost">
            {t("ui.error.home")}
          </ButtonLink>
        </>
      }
    >
      {refusal ?? t(`ui.error.${story}`)}
    </ErrorPanel>
  );
}

/** Their pages say more than their sentence does. */
const dull = new Set(["notFound", "notAllowed", "signInFirst", "unreadable"]);
const isRefusal = (x: unknown): x is { code: string; params?: object } =>
  typeof x === "object" && x !== null && "code" in x && typeof x.code === "string";
